using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Shared.ServiceDefaults.Input;

/// <summary>Says in plain words what is wrong with a field, where its attribute does not say it itself.</summary>
internal sealed class FieldMessages : IValidationMetadataProvider
{
    public const string Unusable = "Has a form that cannot be read here.";

    private const string Missing = "Is required.";

    public static void AddTo(MvcOptions mvc)
    {
        mvc.ModelMetadataDetailsProviders.Add(new FieldMessages());
        var binding = mvc.ModelBindingMessageProvider;
        binding.SetMissingRequestBodyRequiredValueAccessor(() => Missing);
        binding.SetValueMustNotBeNullAccessor(_ => Unusable);
        binding.SetAttemptedValueIsInvalidAccessor((_, _) => Unusable);
        binding.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => Unusable);
    }

    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        var rules = context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>();
        foreach (var rule in rules.Where(rule => rule.ErrorMessage is null))
        {
            if (Text(rule) is { } text)
            {
                rule.ErrorMessage = text;
            }
        }
    }

    private static string? Text(ValidationAttribute rule) => rule switch
    {
        RequiredAttribute => Missing,
        RangeAttribute => "Must be {1} to {2}.",
        StringLengthAttribute => "Must be {2} to {1} characters.",
        _ => null,
    };
}
