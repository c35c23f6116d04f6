using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Shared.ServiceDefaults.Input;

/// <summary>Says in plain words what is wrong with a field, where its attribute does not say it itself.</summary>
internal sealed class FieldTexts : IValidationMetadataProvider
{
    public const string Unusable = "Has a form that cannot be read here.";

    public static void AddTo(MvcOptions mvc)
    {
        mvc.ModelMetadataDetailsProviders.Add(new FieldTexts());
        var binding = mvc.ModelBindingMessageProvider;
        binding.SetMissingRequestBodyRequiredValueAccessor(() => "Is required.");
        binding.SetValueMustNotBeNullAccessor(_ => Unusable);
        binding.SetAttemptedValueIsInvalidAccessor((_, _) => Unusable);
        binding.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => Unusable);
    }

    /// <inheritdoc/>
    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        foreach (var rule in context.ValidationMetadata.ValidatorMetadata.OfType<ValidationAttribute>().Where(rule => rule.ErrorMessage is null))
        {
            if (Text(rule) is { } text)
            {
                rule.ErrorMessage = text;
            }
        }
    }

    private static string? Text(ValidationAttribute rule) => rule switch
    {
        RequiredAttribute => "Is required.",
        RangeAttribute => "Must be {1} to {2}.",
        StringLengthAttribute => "Must be {2} to {1} characters.",
        _ => null,
    };
}
