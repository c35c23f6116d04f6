using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Shared.ServiceDefaults.Http;

/// <summary>What is answered to an <see cref="IdempotencyKey"/> that was used before.</summary>
public static class KeyReuse
{
    /// <summary>Tells an answer to a request sent again from the first one.</summary>
    public static void MarkReplayed(this ControllerBase controller) =>
        controller.Response.Headers["Idempotent-Replayed"] = "true";

    /// <summary>Answers 422: the key belongs to another request, or to one that is forgotten by now.</summary>
    public static ObjectResult KeyUsedBefore(this ControllerBase controller) => controller.Problem(
        statusCode: StatusCodes.Status422UnprocessableEntity,
        detail: "This Idempotency-Key belongs to an earlier request. Nothing was changed; "
            + "a new request needs a new key.");
}
