namespace Shared.Redis.Settings;

/// <summary>Marks a setting whose value is shown nowhere, above all not when it could not be understood.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
