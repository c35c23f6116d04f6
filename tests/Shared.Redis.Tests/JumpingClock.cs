namespace Shared.Redis.Tests;

/// <summary>A clock on the wall that somebody puts right or wrong, while time goes on as it does.</summary>
internal sealed class JumpingClock(TimeProvider time) : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Offset;

    public override long GetTimestamp() => time.GetTimestamp();
}
