using Shared.Contracts;

namespace Shared.Redis.Consuming;

/// <summary>Handles entries as they lie in a stream or among the dead letters.</summary>
public static class StreamHandlers
{
    /// <summary>Reads the message of an entry and handles it.</summary>
    /// <exception cref="DeadLetterException">The entry makes no sense.</exception>
    public static Task<string?> HandleAsync<TMessage>(
        this IStreamHandler<TMessage> handler,
        IReadOnlyDictionary<string, string> fields,
        CancellationToken cancellationToken)
        where TMessage : class, IStreamMessage<TMessage> =>
        TMessage.Read(fields) is { } message
            ? handler.HandleAsync(message, cancellationToken)
            : throw new DeadLetterException(DeadLetterException.Malformed);
}
