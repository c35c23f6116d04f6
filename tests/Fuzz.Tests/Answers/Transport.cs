using System.Text.RegularExpressions;
using Fuzz.Tests.Requests;

namespace Fuzz.Tests.Answers;

/// <summary>What is answered before an operation sees the request: the document does not repeat it for each.</summary>
internal static partial class Transport
{
    // Kestrel counts a little more than the values: what is near a bound may be on either side of it.
    private const int MaxTargetBytes = 8 * 1024 - 200;
    private const int MaxHeaderBytes = 16 * 1024 - 200;

    /// <summary>Statuses that the web server may answer, without a body, because of the form of a request.</summary>
    public static IEnumerable<int> Bare(Request request)
    {
        if (IsMalformed(request))
        {
            yield return 400;
        }

        if (request.Target.Length > MaxTargetBytes)
        {
            yield return 414;
        }

        if (request.Headers.Sum(header => header.Name.Length + header.Value.Length + 4) > MaxHeaderBytes)
        {
            yield return 431;
        }
    }

    /// <summary>
    /// Statuses of a request that perhaps no operation is for. Dots in a path may lead to the root, which leads on.
    /// </summary>
    public static IEnumerable<int> Lost(Request request) =>
        request.Operation is null || !PlainPath().IsMatch(request.Path) ? [302, 404, 405]
        : request.Method == "HEAD" ? [405]
        : [];

    private static bool IsMalformed(Request request) =>
        request.Target.Any(character => character is <= ' ' or > '~')
        || request.Target.Contains("%00", StringComparison.Ordinal)
        || request.Header("Host").Count() > 1
        || request.Headers.Any(header => header.Value.Any(character => character is < ' ' and not '\t' or > '~'));

    [GeneratedRegex("^(/[A-Za-z0-9_-]+)+$")]
    private static partial Regex PlainPath();
}
