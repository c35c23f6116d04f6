namespace Shared.Redis.Settings;

/// <summary>A section of the settings, and the class whose properties are the keys in it.</summary>
internal sealed record SettingsSection(string Path, Type Type);
