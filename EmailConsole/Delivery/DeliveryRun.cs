using EmailConsole.Delivery.Advice;
using EmailConsole.Delivery.Redaction;
using EmailConsole.Delivery.Replies;
using EmailConsole.Delivery.Smtp;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery;

/// <summary>Runs the stages of one delivery: their time limits, their report, and the words of a failure.</summary>
internal sealed partial class DeliveryRun(
    EmailProviderSettings settings,
    SecretScrubber scrubber,
    IDeliveryListener listener,
    DeliveryProgress? progress,
    IDeliveryAdvisor advisor,
    TimeProvider clock,
    ILogger<DeliveryRun> logger,
    CancellationToken cancellationToken) : IDisposable
{
    private CancellationTokenSource? _timer;
    private CancellationTokenRegistration _caller;
    private SecretScrubber _scrubber = scrubber;
    private SmtpConnection? _connection;
    private SmtpTransaction? _transaction;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>What of the message itself no page may show; empty: nothing.</summary>
    public SecretScrubber MessageSecrets { get; private set; } = SecretScrubber.None;

    /// <summary>From here on a failure says whether this connection survives it, and whether the message may have arrived.</summary>
    /// <param name="connection">Open and signed in.</param>
    /// <param name="transaction">Over it.</param>
    public void Uses(SmtpConnection connection, SmtpTransaction transaction)
    {
        (_connection, _transaction) = (connection, transaction);
        connection.Carries(MessageSecrets);
    }

    /// <summary>Whether the body of a request may be out and its answer is not known.</summary>
    public bool IsRequestUnderWay { get; private set; }

    /// <summary>From here on a failure leaves open whether the message was taken.</summary>
    public void RequestBegins() => IsRequestUnderWay = true;

    /// <summary>The answer is there, or nothing of the request is out.</summary>
    public void RequestEnds() => IsRequestUnderWay = false;

    /// <summary>From here on the text is removed from whatever is shown.</summary>
    public void Hide(string secret) => _scrubber = _scrubber.With(secret);

    /// <summary>The same for all of another's secrets.</summary>
    public void Hide(SecretScrubber secrets) => _scrubber = _scrubber.With(secrets);

    /// <summary>The same for what of the message is as good as a password.</summary>
    public void HideContent(IReadOnlyList<string> secrets)
    {
        if (secrets.Count > 0)
        {
            Hide(MessageSecrets = SecretScrubber.For(secrets));
        }
    }

    /// <summary>The same for what a message that a program wrote may hold.</summary>
    public void HideLinks() => Hide(MessageSecrets = MessageSecrets.With(SecretScrubber.Links));

    public string Scrub(string text) => _scrubber.Scrub(text);

    /// <summary>Of a name that a service gives, which is none of a message's words.</summary>
    public string ScrubName(string name) => _scrubber.KnownAlone.Scrub(name);

    /// <summary>Of a reply that is not decoded yet: see <see cref="SecretScrubber.ScrubRaw"/>.</summary>
    public IReadOnlyList<string> HideIn(IReadOnlyList<string> lines) => _scrubber.ScrubRaw(lines);

    /// <summary>Whether somebody looks at transcript and details; else they need not be made.</summary>
    public bool IsWatched { get; } = listener is not NoDeliveryListener;

    /// <summary>Whether they look at what is sent as well.</summary>
    public bool IsContentWatched => listener.SeesContent;

    /// <summary>What we say.</summary>
    public void Said(string line)
    {
        if (IsWatched)
        {
            Tell(null, () => listener.Transcript(fromServer: false, _scrubber.Scrub(line)));
        }
    }

    /// <summary>What the server says.</summary>
    /// <param name="lines">Of one reply.</param>
    /// <param name="isCut">Whether more should have come.</param>
    public void Heard(IReadOnlyList<string> lines, bool isCut) => Tell(fromServer: true, lines, isCut);

    /// <summary>What we say in several lines that belong together.</summary>
    public void Said(IReadOnlyList<string> lines, bool isCut) => Tell(fromServer: false, lines, isCut);

    /// <returns>Null when the stage passed.</returns>
    public async Task<DeliveryFailure?> StageAsync(
        DeliveryStage stage, TimeSpan limit, Func<CancellationToken, Task<StageResult>> work)
    {
        Started(stage, limit);
        var start = clock.GetTimestamp();
        var result = await RunAsync(stage, limit, work);
        var elapsed = clock.GetElapsedTime(start);
        DeliverySpan.Ended(stage, elapsed);
        if (result is StageResult.Failed failed)
        {
            var failure = Describe(stage, failed.Fault);
            Failed(failure, elapsed);
            return failure;
        }

        Passed(stage, (StageResult.Passed)result, elapsed);
        return null;
    }

    /// <summary>A stage that need not be tried to know that it fails.</summary>
    public async Task<DeliveryFailure> FailAsync(DeliveryStage stage, TimeSpan limit, Fault fault) =>
        (await StageAsync(stage, limit, _ => Task.FromResult<StageResult>(fault)))!;

    /// <summary>Adds to the facts what a person needs: scrubbed words, cause and cure.</summary>
    public DeliveryFailure Describe(DeliveryStage stage, Fault fault)
    {
        var text = fault.Reply?.ToString() ?? fault.Text;
        text = text is null ? null : _scrubber.Scrub(text);
        if (fault.Judged is { } judged)
        {
            return new DeliveryFailure(fault.Kind, stage, judged.Status, null, text, judged.Blame, !fault.IsRetryable, judged.Advice)
            {
                Outcome = judged.Outcome,
                NotBefore = judged.NotBefore,
                IsProviderReached = judged.IsProviderReached,
            };
        }

        var detail = fault.Detail is null ? null : _scrubber.Scrub(fault.Detail);
        var advice = Advise(stage, new DeliveryFailureFacts(
            fault.Kind, stage, fault.Reply?.Code, fault.Reply?.EnhancedCode, text, Scrub(fault.Settings ?? settings), detail)
        {
            Encrypted = _connection?.IsEncrypted,
            Pipelined = _transaction?.IsPipelined,
        });
        var words = fault.Reply is { } reply ? ReplyWords.WithoutAddresses(reply.Text, fault.Detail) : null;
        return new DeliveryFailure(
            fault.Kind,
            stage,
            fault.Reply?.Code,
            fault.Reply?.EnhancedCode,
            text,
            BlameTable.Of(fault.Kind, stage, fault.Reply?.Code, fault.Reply?.EnhancedCode, words),
            !fault.IsRetryable,
            advice)
        {
            // A reply is the server's word that it has not taken the message; without one nobody knows
            Outcome = fault.Reply is null && (IsRequestUnderWay || _transaction is { IsContentBegun: true }) ? FailureOutcome.Unknown : FailureOutcome.NotAccepted,
            NotBefore = RequestedPause.Find(words) is { } pause ? clock.GetUtcNow() + pause : null,
            IsProviderReached = _connection is not null,
            ConnectionSurvives = _connection is { IsInStep: true, HasLeftOvers: false },
        };
    }

    /// <summary>For whoever looks on; null: nobody does.</summary>
    public DeliveryProgress? Progress => progress;

    /// <summary>The stage under way may take this long from now on; whoever looks on is told that, or what is expected.</summary>
    public void Extend(TimeSpan limit, TimeSpan? expected = null)
    {
        _timer?.CancelAfter(limit);
        progress?.Extend(clock.GetUtcNow() + (expected ?? limit));
    }

    /// <summary>The time of the stage under way is over.</summary>
    public void EndStage() => _timer?.Cancel();

    public void Dispose()
    {
        _caller.Dispose();
        _timer?.Dispose();
    }

    /// <summary>Words that cannot be found must not cost the outcome: a server may have the message by now.</summary>
    private DeliveryAdvice Advise(DeliveryStage stage, DeliveryFailureFacts facts)
    {
        try
        {
            return advisor.Advise(facts);
        }
        catch (Exception e)
        {
            LogUnexpected(stage, e);
            return new DeliveryAdvice("Why is not known: an error of the console's own, which its log has.", null);
        }
    }

    private void Started(DeliveryStage stage, TimeSpan limit)
    {
        progress?.Enter(new StageUnderWay(stage, clock.GetUtcNow(), limit));
        if (IsWatched)
        {
            Tell(stage, () => listener.StageStarted(stage));
        }
    }

    private void Passed(DeliveryStage stage, StageResult.Passed passed, TimeSpan elapsed)
    {
        if (IsWatched)
        {
            Tell(stage, () => listener.StagePassed(
                stage, _scrubber.Scrub(passed.Detail), elapsed, passed.Warning is null ? null : _scrubber.Scrub(passed.Warning)));
        }
    }

    private void Failed(DeliveryFailure failure, TimeSpan elapsed)
    {
        if (IsWatched)
        {
            Tell(failure.Stage, () => listener.StageFailed(failure, elapsed));
        }
    }

    private void Tell(bool fromServer, IReadOnlyList<string> lines, bool isCut)
    {
        if (IsWatched)
        {
            Tell(null, () =>
            {
                foreach (var line in _scrubber.ScrubLines(lines, isCut))
                {
                    listener.Transcript(fromServer, line);
                }
            });
        }
    }

    /// <summary>Nor may whoever is told: what it makes of it is its own affair.</summary>
    private void Tell(DeliveryStage? stage, Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception e)
        {
            LogListener(stage, e);
        }
    }

    /// <summary>Some services take a key as user name and as password.</summary>
    private EmailProviderSettings Scrub(EmailProviderSettings said) =>
        said.Username is { } user && ScrubName(user) is var shown && shown != user ? said with { Username = shown } : said;

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

    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery ended during {Stage} by an error of the console's own.")]
    private partial void LogUnexpected(DeliveryStage stage, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Whoever watches a delivery failed over what it was told at {Stage}.")]
    private partial void LogListener(DeliveryStage? stage, Exception exception);
}
