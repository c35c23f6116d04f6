using Shared.Contracts;

namespace Shared.Redis.Consuming;

/// <summary>As which consumer group a service reads the stream of a message.</summary>
public sealed record Subscription<TMessage> : Subscription where TMessage : class, IStreamMessage<TMessage>
{
    /// <summary>Reads as the group that the message is meant for.</summary>
    public Subscription()
        : base(TMessage.Stream, TMessage.Group, $"dead-letters:{TMessage.Stream}")
    {
    }

    /// <summary>Reads as a group of the service's own, with dead letters of its own, as services may share a server.</summary>
    public Subscription(string group)
        : base(TMessage.Stream, group, $"dead-letters:{TMessage.Stream}:{group}")
    {
    }
}
