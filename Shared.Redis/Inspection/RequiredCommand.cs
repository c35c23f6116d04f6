using Shared.Redis.Connections;

namespace Shared.Redis.Inspection;

/// <summary>A command that a server has to allow this service.</summary>
/// <param name="Command">Its words parted by spaces, with a key or a channel that stands for all of its kind.</param>
public sealed record RequiredCommand(RedisRole Server, string Command);
