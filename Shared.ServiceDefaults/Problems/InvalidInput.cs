using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.ServiceDefaults.Problems;

/// <summary>Answers input that cannot be used: names each bad field as the client knows it, and what is wrong with it.</summary>
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

    public static IActionResult Answer(ActionContext context)
    {
        // A key that is empty or begins with $ is the JSON reader's path to what it could not read; the parameter is then
        // reported as missing too, which says nothing more.
        var unread = context.ModelState.Where(entry => entry.Key.Length == 0 || entry.Key[0] == '$').ToList();
        var errors = new ModelStateDictionary();
        foreach (var (key, entry) in unread.Count > 0 ? unread : context.ModelState.ToList())
        {
            foreach (var error in entry!.Errors)
            {
                errors.AddModelError(
                    key.TrimStart('$', '.') is { Length: > 0 } field ? field : "body",
                    key.StartsWith('$') ? Reword(error.ErrorMessage) : error.ErrorMessage);
            }
        }

        var problem = context.HttpContext.RequestServices.GetRequiredService<ProblemDetailsFactory>()
            .CreateValidationProblemDetails(context.HttpContext, errors);
        return new BadRequestObjectResult(problem) { ContentTypes = { ProblemRegistration.MediaType } };
    }

    private static string Reword(string said) =>
        _words.FirstOrDefault(word => said.Contains(word.Said, StringComparison.Ordinal)).Told ?? Unreadable;
}
