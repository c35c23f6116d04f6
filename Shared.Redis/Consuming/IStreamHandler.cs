using Shared.Contracts;

namespace Shared.Redis.Consuming;

/// <summary>Does what a message asks for. It may see the same message again and then changes nothing.</summary>
/// <typeparam name="TMessage">The message.</typeparam>
public interface IStreamHandler<in TMessage>
{
    /// <summary>Handles one message; when the task ends, the effect is durable.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Set when the host stops; the message is then delivered again.</param>
    Task HandleAsync(TMessage message, CancellationToken cancellationToken);
}

/// <summary>Handles entries as they lie in a stream or among the dead letters.</summary>
public static class StreamHandlers
{
    /// <summary>Reads the message of an entry and handles it.</summary>
    /// <typeparam name="TMessage">The message.</typeparam>
    /// <param name="handler">What handles it.</param>
    /// <param name="fields">The fields of the entry.</param>
    /// <param name="cancellationToken">Set when the host stops.</param>
    /// <exception cref="DeadLetterException">The entry makes no sense.</exception>
    public static Task HandleAsync<TMessage>(
        this IStreamHandler<TMessage> handler, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
        where TMessage : class, IStreamMessage<TMessage> =>
        TMessage.Read(fields) is { } message
            ? handler.HandleAsync(message, cancellationToken)
            : throw new DeadLetterException(DeadLetterException.Malformed);
}
