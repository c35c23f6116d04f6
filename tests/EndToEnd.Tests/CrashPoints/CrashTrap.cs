namespace EndToEnd.Tests.CrashPoints;

/// <summary>On which side of a write the process ends.</summary>
internal enum Moment
{
    /// <summary>Redis never sees the request.</summary>
    Before,

    /// <summary>Redis has answered, and the service never learns it.</summary>
    After,
}

/// <summary>
/// Watches the traffic of one service with its Redis servers and kills it at a chosen pass of a chosen write. From
/// that moment on nothing of what the process had sent reaches any Redis, as if it had ended in the middle of a
/// machine instruction.
/// </summary>
internal sealed class CrashTrap : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _life = new();
    private Plan? _plan;

    /// <summary>Ends with the process that is running now; a connection belongs to the life that opened it.</summary>
    public CancellationToken Life
    {
        get
        {
            lock (_lock)
            {
                return _life.Token;
            }
        }
    }

    /// <summary>Sets the trap.</summary>
    /// <returns>Completes when the service has been killed.</returns>
    public Task Arm(CrashPoint point, Moment moment, int pass, Action kill)
    {
        lock (_lock)
        {
            _plan = new Plan(point, moment, pass, kill);
            return _plan.Sprung.Task;
        }
    }

    /// <summary>Lets everything pass again.</summary>
    public void Disarm()
    {
        lock (_lock)
        {
            _plan = null;
        }
    }

    /// <summary>Whether a request of the service may go on to Redis.</summary>
    public bool LetsPass(string[] request, CancellationToken life)
    {
        lock (_lock)
        {
            if (life.IsCancellationRequested || _plan is { Awaited: not null })
            {
                return false;
            }

            if (_plan is null || !_plan.Point.Matches(request))
            {
                return true;
            }

            // What a take hands over, if anything, shows only in its reply: until then its pass is yet to begin.
            var pass = _plan.Point.IsTake ? _plan.Passes + 1 : ++_plan.Passes;
            if (pass < _plan.Pass)
            {
                return true;
            }

            if (_plan.Moment == Moment.Before)
            {
                Spring();
                return false;
            }

            _plan.Awaited = _plan.Point.IsTake ? null : request;
            return true;
        }
    }

    /// <summary>Whether a reply may go back to the service.</summary>
    public bool LetsReturn(string[] request, ReadOnlySpan<byte> reply)
    {
        lock (_lock)
        {
            if (_plan is not { } plan)
            {
                return true;
            }

            var isTaken = plan.Point.IsTake && plan.Point.Matches(request)
                && RespFrame.HandsOver(reply) && ++plan.Passes == plan.Pass;
            if (plan.Moment == Moment.After && (isTaken || request == plan.Awaited))
            {
                Spring();
                return false;
            }

            return true;
        }
    }

    public void Dispose() => _life.Dispose();

    private void Spring()
    {
        _plan!.Kill();
        _plan.Sprung.SetResult();
        _plan = null;
        _life.Cancel();
        _life = new CancellationTokenSource();
    }

    private sealed record Plan(CrashPoint Point, Moment Moment, int Pass, Action Kill)
    {
        public TaskCompletionSource Sprung { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>How often the write has happened.</summary>
        public int Passes { get; set; }

        /// <summary>The request that has passed and whose reply springs the trap; no other one passes.</summary>
        public string[]? Awaited { get; set; }
    }
}
