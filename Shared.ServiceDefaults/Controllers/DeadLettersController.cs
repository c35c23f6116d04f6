using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Shared.Redis.Consuming;
using Shared.Redis.Paging;
using Shared.Redis.Streams;
using Shared.ServiceDefaults.Access;
using Shared.ServiceDefaults.Http;

namespace Shared.ServiceDefaults.Controllers;

/// <summary>Stream entries that this service could not handle.</summary>
[ApiController]
[Route("dead-letters")]
[Authorize(Permissions.OperateDeadLetters)]
[Tags("Dead letters")]
public sealed class DeadLettersController(DeadLetters deadLetters) : ControllerBase
{
    /// <summary>Lists dead letters, newest first.</summary>
    /// <param name="cursor">
    /// Where to go on, from the <c>Link</c> header of the page before; none begins with the newest.
    /// </param>
    /// <param name="limit">Most dead letters on the page.</param>
    /// <response code="200">
    /// A page of dead letters. A <c>Link</c> header with <c>rel="next"</c> leads to the next one, if there is one.
    /// </response>
    /// <response code="400">The limit is out of range, or the cursor is not one of ours.</response>
    [HttpGet, HttpHead]
    [ProducesResponseType<IReadOnlyList<DeadLetter>>(StatusCodes.Status200OK)]
    public async Task<ActionResult<IReadOnlyList<DeadLetter>>> List(
        Cursor? cursor, [Range(1, Paging.MaxLimit)] int limit = 50) =>
        this.OkPage(await deadLetters.ListAsync(cursor, limit), limit);

    /// <summary>Handles a dead letter again, and deletes it once its effect is durable. If it was handled before, that changes nothing.</summary>
    /// <param name="id">Id of the dead letter.</param>
    /// <response code="204">It was handled, and the dead letter is gone.</response>
    /// <response code="404">There is no such dead letter.</response>
    /// <response code="409">It failed again, and <c>detail</c> says why; the dead letter is kept.</response>
    [HttpPost("{id}/redrive")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<ActionResult> Redrive(string id, CancellationToken cancellationToken)
    {
        var redrive = StreamId.TryParse(id, out var letter)
            ? await deadLetters.RedriveAsync(letter, cancellationToken)
            : new Redrive(RedriveOutcome.NotFound);
        return redrive switch
        {
            { Outcome: RedriveOutcome.Done } => NoContent(),
            { Reason: { } reason } => Problem(
                statusCode: StatusCodes.Status409Conflict,
                detail: $"It failed again: {reason}. The dead letter is kept."),
            _ => NotFound(),
        };
    }

    /// <summary>Deletes a dead letter.</summary>
    /// <param name="id">Id of the dead letter.</param>
    /// <response code="204">The dead letter is gone.</response>
    /// <response code="404">There is no such dead letter.</response>
    [HttpDelete("{id}")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    public async Task<ActionResult> Discard(string id) =>
        StreamId.TryParse(id, out var letter) && await deadLetters.DiscardAsync(letter) ? NoContent() : NotFound();
}
