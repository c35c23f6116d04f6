using Shared.Redis.Connections;

namespace Shared.Redis.Inspection;

/// <summary>A command that the service has to be allowed to use.</summary>
/// <param name="Server">Where.</param>
/// <param name="Command">The command with a key and arguments that stand for all it is used with, parted by spaces.</param>
public sealed record Right(RedisRole Server, string Command);
