using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.ServiceDefaults.Problems;

/// <summary>Refuses input that cannot be used: says what is wrong with each field, as the client knows it.</summary>
internal static class InvalidInput
{
    public const string Unreadable = "Is not valid JSON.";

    public const string Unknown = "Is not known here.";

    public const string Repeated = "Is given more than once.";

    /// <summary>What the JSON reader says and what the client is told: the reader's own words name our types.</summary>
    private static readonly (string Said, string Told)[] _words =
    [
        ("could not be mapped", Unknown),
        ("Duplicate property", Repeated),
        ("System.Int", "Must be a whole number within the documented range."),
        ("System.Decimal", "Must be a decimal number within the documented range."),
        ("System.String", "Must be text of valid Unicode."),
        ("could not be converted", "Must be an object."),
    ];

    public static IActionResult Refuse(ActionContext context)
    {
        // The parameter that the JSON reader could not read is reported as missing too, which says nothing more.
        var unread = context.ModelState.Where(entry => entry.Key.Length == 0 || IsPath(entry.Key)).ToList();
        var errors = new ModelStateDictionary();
        foreach (var (key, entry) in unread.Count > 0 ? unread : context.ModelState.ToList())
        {
            var isPath = IsPath(key);
            var field = isPath ? key.TrimStart('$', '.') : key;
            foreach (var error in entry!.Errors)
            {
                errors.AddModelError(
                    field.Length > 0 ? field : "body", isPath ? Reword(error.ErrorMessage) : error.ErrorMessage);
            }
        }

        var problem = context.HttpContext.RequestServices.GetRequiredService<ProblemDetailsFactory>()
            .CreateValidationProblemDetails(context.HttpContext, errors);
        return new BadRequestObjectResult(problem) { ContentTypes = { MediaTypeNames.Application.ProblemJson } };
    }

    // The JSON reader's path to what it could not read, and not a parameter like $top.
    private static bool IsPath(string key) =>
        key == "$" || key.StartsWith("$.", StringComparison.Ordinal) || key.StartsWith("$[", StringComparison.Ordinal);

    private static string Reword(string said) =>
        _words.FirstOrDefault(word => said.Contains(word.Said, StringComparison.Ordinal)).Told ?? Unreadable;
}
