using Microsoft.AspNetCore.Mvc.ActionConstraints;

namespace Inventory.Search.RedisOm;

/// <summary>Chooses an action, before others at its address, when the request has one of some query parameters.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WhenAskedForAttribute(params string[] names) : Attribute, IActionConstraint
{
    public int Order => 0;

    public bool Accept(ActionConstraintContext context) =>
        Array.Exists(names, context.RouteContext.HttpContext.Request.Query.ContainsKey);
}
