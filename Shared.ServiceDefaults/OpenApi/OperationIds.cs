using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace Shared.ServiceDefaults.OpenApi;

/// <summary>Names the operations, as the methods of a generated client are called.</summary>
internal static class OperationIds
{
    /// <summary>
    /// The route's name, if it has one; else that of the action: <c>ChangeStock</c> is <c>changeStock</c>, and a verb
    /// alone takes the noun of its controller: <c>listProducts</c>, <c>getProduct</c>.
    /// </summary>
    public static string Create(ApiDescription operation)
    {
        var action = (ControllerActionDescriptor)operation.ActionDescriptor;
        var (verb, nouns) = (action.ActionName, action.ControllerName);
        var isSentence = verb.Skip(1).Any(char.IsUpper);
        var noun = isSentence ? "" : verb == "List" ? nouns : nouns.TrimEnd('s');
        return action.AttributeRouteInfo?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(verb + noun);
    }
}
