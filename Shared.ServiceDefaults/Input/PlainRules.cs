using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;

namespace Shared.ServiceDefaults.Input;

/// <summary>
/// Asks a rule that looks at nothing but the value without building what others would need: the framework makes some
/// objects for each rule and request, and the rules of an order are seven.
/// </summary>
internal sealed class PlainRules : IModelValidatorProvider
{
    public void CreateValidators(ModelValidatorProviderContext context)
    {
        foreach (var item in context.Results)
        {
            if (item.ValidatorMetadata is ValidationAttribute { RequiresValidationContext: false } rule)
            {
                (item.Validator, item.IsReusable) = (new Validator(rule), true);
            }
        }
    }

    private sealed class Validator(ValidationAttribute rule) : IModelValidator
    {
        public IEnumerable<ModelValidationResult> Validate(ModelValidationContext context) =>
            rule.IsValid(context.Model)
                ? []
                : [new(memberName: null, rule.FormatErrorMessage(context.ModelMetadata.GetDisplayName()))];
    }
}
