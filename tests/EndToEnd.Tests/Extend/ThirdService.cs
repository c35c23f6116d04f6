using System.Diagnostics;
using Testing;

namespace EndToEnd.Tests.Extend;

/// <summary>A service of the page: as whom it reads, and how it is started.</summary>
/// <param name="User">Its user on the broker and on its store.</param>
/// <param name="Group">Its consumer group.</param>
/// <param name="Command">Starts it, given the address of Payment, its store and the broker.</param>
/// <param name="Says">What it tells of every order; without, what became of each.</param>
internal sealed record ThirdService(
    string User, string Group, Func<Uri, RedisServer, RedisServer, ProcessStartInfo> Command, string? Says = null);
