namespace Shared.Redis.Consuming;

/// <summary>Does what a message asks for. It may see the same message again and then changes nothing.</summary>
public interface IStreamHandler<in TMessage>
{
    /// <summary>Handles one message; when the task ends, the effect is durable.</summary>
    /// <param name="cancellationToken">Set when the host stops; the message is then delivered again.</param>
    /// <returns>
    /// What was decided, in one word that the producer knows, and the same each time; it goes back with the receipt.
    /// <see langword="null"/> when there is nothing to tell.
    /// </returns>
    Task<string?> HandleAsync(TMessage message, CancellationToken cancellationToken);
}
