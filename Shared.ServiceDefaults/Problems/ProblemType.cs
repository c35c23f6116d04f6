using Microsoft.AspNetCore.Http;
using Shared.ServiceDefaults.Http;

namespace Shared.ServiceDefaults.Problems;

/// <summary>A kind of error, which every error document names as its <c>type</c> (RFC 9457, section 3.1.1).</summary>
/// <param name="Name">Its anchor on the page that explains it.</param>
/// <param name="Explanation">What has happened: the <c>detail</c> of an occurrence that has no more to say.</param>
/// <param name="Remedy">What a client can do about it, with its code in backticks.</param>
internal sealed record ProblemType(int Status, string Name, string Title, string Explanation, string Remedy)
{
    public const string PagePath = "/problems";

    private static readonly Dictionary<int, ProblemType> _byStatus = new ProblemType[]
    {
        new(StatusCodes.Status400BadRequest, "validation", "Invalid request",
            "The request cannot be used as it is; errors names each bad field.",
            "Correct what `errors` names. The same request gets the same answer."),
        new(StatusCodes.Status401Unauthorized, "unauthenticated", "Not authenticated",
            "The request has no valid credentials.",
            "Get a token and send it as `Authorization: Bearer`."),
        new(StatusCodes.Status403Forbidden, "forbidden", "Not allowed",
            "The credentials are valid, but do not allow this.",
            "Ask for the right that the operation names."),
        new(StatusCodes.Status404NotFound, "not-found", "Not found",
            "There is nothing at this address.",
            "Check the path and the id. What was deleted does not come back."),
        new(StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "Method not allowed",
            "This address does not have this method; the Allow header says which it has.",
            "Use a method that `Allow` names."),
        new(StatusCodes.Status406NotAcceptable, "not-acceptable", "Not acceptable",
            "This address cannot answer in a media type that Accept names.",
            "`Accept` the media type that the operation documents."),
        new(StatusCodes.Status409Conflict, "conflict", "Conflict",
            "What is asked for does not go with what is stored.",
            "Read the resource and decide again."),
        new(StatusCodes.Status412PreconditionFailed, "precondition-failed", "Changed meanwhile",
            "The resource is not in the version that the request names.",
            "Read the resource, decide again, and send its new `ETag` as `If-Match`."),
        new(StatusCodes.Status413PayloadTooLarge, "too-large", "Body too large",
            $"The body is larger than {RequestLimits.MaxBodyBytes / 1024} KB.",
            "Send less."),
        new(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "Unsupported media type",
            "The body is of a media type, or has a content coding, that is not read here.",
            "Send JSON, not compressed, with the `Content-Type` that the operation documents."),
        new(StatusCodes.Status422UnprocessableEntity, "idempotency-key-reused", "Idempotency key reused",
            "The Idempotency-Key belongs to another request.",
            "Use a new key for every new request, and the old one only to repeat the old request."),
        new(StatusCodes.Status428PreconditionRequired, "precondition-required", "Precondition required",
            "This change needs to know which version it is for.",
            "Read the resource and send its `ETag` as `If-Match`."),
        new(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests",
            "This client sends more requests than it is allowed to.",
            "Wait for the seconds that `Retry-After` gives, then try again."),
        new(StatusCodes.Status431RequestHeaderFieldsTooLarge, "headers-too-large", "Headers too large",
            "A header, or all of them together, is too large.",
            "Send fewer or shorter headers."),
        new(StatusCodes.Status500InternalServerError, "unexpected", "Unexpected error",
            "The service has a fault, and it is not known whether the request took effect.",
            "Tell whoever runs the service, with the `traceId`."),
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", "Unavailable",
            "The storage is away or too slow.",
            "Wait for the seconds that `Retry-After` gives, then try again. A `GET` is safe to repeat; a change that "
            + "may have taken effect is safe to repeat with its `Idempotency-Key` or `If-Match`."),
    }.ToDictionary(type => type.Status);

    public static IReadOnlyCollection<ProblemType> All => _byStatus.Values;

    /// <summary>Where it is explained: behind the prefix of the service, if it has one, on whichever host.</summary>
    public string Uri => $"{PagePath}#{Name}";

    /// <summary>Finds a kind; <see langword="null"/> when the status code says all there is.</summary>
    public static ProblemType? ForStatus(int status) => _byStatus.GetValueOrDefault(status);
}
