using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.ServiceDefaults.Input;

/// <summary>Takes only what is documented: what is misspelled or given twice would be lost in silence.</summary>
internal static class InputRegistration
{
    public static void AddStrictInput(this IMvcBuilder mvc) => mvc
        .AddMvcOptions(options =>
        {
            options.ModelMetadataDetailsProviders.Add(new SystemTextJsonValidationMetadataProvider());
            options.ModelValidatorProviders.Insert(0, new PlainRules());
            options.Conventions.Add(new StrictInput.Convention());
            FieldMessages.AddTo(options);
        })
        .AddJsonOptions(options => SetJson(options.JsonSerializerOptions));

    private static void SetJson(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.PropertyNameCaseInsensitive = false;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.Converters.Add(new CanonicalDecimalConverter());
        json.Converters.Add(new WholeNumberConverter());
        json.Converters.Add(new TimestampConverter());
    }
}
