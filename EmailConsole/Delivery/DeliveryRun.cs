using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Smtp;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery;

/// <summary>Runs the stages of one delivery: their time limits, their report, and the words of a failure.</summary>
internal sealed partial class DeliveryRun(
    EmailProviderSettings settings,
    SecretScrubber scrubber,
    IDeliveryListener listener,
    IDeliveryAdvisor advisor,
    TimeProvider clock,
    ILogger<DeliveryRun> logger,
    CancellationToken cancellationToken) : IDisposable
{
    private CancellationTokenSource? _timer;
    private CancellationTokenRegistration _caller;
    private SecretScrubber _scrubber = scrubber;
    private SmtpConnection? _connection;
    private bool? _pipelined;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>From here on a failure says whether this connection survives it.</summary>
    /// <param name="connection">Which carries the message.</param>
    /// <param name="pipelined">Whether its commands go in groups.</param>
    public void Uses(SmtpConnection connection, bool pipelined)
    {
        _connection = connection;
        _pipelined = pipelined;
    }

    /// <summary>From here on the text is removed from whatever is shown.</summary>
    public void Hide(string secret) => _scrubber = _scrubber.With(secret);

    public string Scrub(string text) => _scrubber.Scrub(text);

    /// <summary>Whether somebody looks at transcript and details; else they need not be made.</summary>
    public bool IsWatched { get; } = listener is not NoDeliveryListener;

    public void Transcript(bool fromServer, string line)
    {
        if (IsWatched)
        {
            listener.Transcript(fromServer, _scrubber.Scrub(line));
        }
    }

    /// <returns>Null when the stage passed.</returns>
    public async Task<DeliveryFailure?> StageAsync(
        DeliveryStage stage, TimeSpan limit, Func<CancellationToken, Task<StageResult>> work)
    {
        listener.StageStarted(stage);
        var start = clock.GetTimestamp();
        var result = await RunAsync(stage, limit, work);
        var elapsed = clock.GetElapsedTime(start);
        DeliverySpan.Ended(stage, elapsed);
        switch (result)
        {
            case StageResult.Passed passed:
                if (IsWatched)
                {
                    listener.StagePassed(
                        stage, _scrubber.Scrub(passed.Detail), elapsed, passed.Warning is null ? null : _scrubber.Scrub(passed.Warning));
                }

                return null;
            case StageResult.Failed failed:
                var failure = Describe(stage, failed.Fault);
                listener.StageFailed(failure, elapsed);
                return failure;
            default:
                throw new InvalidOperationException("An unknown result.");
        }
    }

    /// <summary>Adds to the facts what a person needs: scrubbed words, cause and cure.</summary>
    public DeliveryFailure Describe(DeliveryStage stage, Fault fault)
    {
        var text = fault.Reply?.ToString() ?? fault.Text;
        text = text is null ? null : _scrubber.Scrub(text);
        var detail = fault.Detail is null ? null : _scrubber.Scrub(fault.Detail);
        var advice = advisor.Advise(new DeliveryFailureFacts(
            fault.Kind, stage, fault.Reply?.Code, fault.Reply?.EnhancedCode, text, Scrub(settings), detail)
        {
            Encrypted = _connection?.IsEncrypted,
            Pipelined = _pipelined,
        });
        return new DeliveryFailure(
            fault.Kind, stage, fault.Reply?.Code, fault.Reply?.EnhancedCode, text, fault.IsRetryable, advice)
        {
            ConnectionSurvives = _connection is { IsInStep: true, HasLeftOvers: false },
        };
    }

    /// <summary>The stage under way may take this long from now on.</summary>
    public void Extend(TimeSpan limit) => _timer?.CancelAfter(limit);

    public void Dispose()
    {
        _caller.Dispose();
        _timer?.Dispose();
    }

    /// <summary>Some services take a key as user name and as password.</summary>
    private EmailProviderSettings Scrub(EmailProviderSettings said) =>
        said.Username is { } user && _scrubber.Scrub(user) is var shown && shown != user ? said with { Username = shown } : said;

    private async Task<StageResult> RunAsync(DeliveryStage stage, TimeSpan limit, Func<CancellationToken, Task<StageResult>> work)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return await work(Arm(limit));
        }
        catch (Exception e) when (FaultClassifier.Classify(e, cancellationToken.IsCancellationRequested) is { } fault)
        {
            return fault;
        }
        catch (Exception e)
        {
            // A defect of ours must neither pass for the server's nor end whoever asked
            LogUnexpected(stage, e);
            return new Fault(DeliveryFailureKind.InternalError, IsRetryable: true);
        }
        finally
        {
            _timer?.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>One timer for all stages: several a message would cost more than the message.</summary>
    private CancellationToken Arm(TimeSpan limit)
    {
        if (_timer is null or { IsCancellationRequested: true })
        {
            Dispose();
            var timer = _timer = new CancellationTokenSource(limit, clock);
            _caller = cancellationToken.UnsafeRegister(state => ((CancellationTokenSource)state!).Cancel(), timer);
        }
        else
        {
            _timer.CancelAfter(limit);
        }

        return _timer.Token;
    }
}
