using System.Text;
using CsCheck;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;

namespace EmailConsole.Tests.Outbox.Store;

/// <summary>What is done, by whom, and to which message.</summary>
internal enum StoreAction
{
    Accept,
    AcceptWithKey,
    Take,
    RecordDelivered,
    RecordRefusedForSome,
    RecordDeferred,
    RecordFailed,
    RecordUnknown,
    Cancel,
    Resend,
    RetryNow,
    Expire,
    Purge,
    HoursPass,
}

/// <param name="Action">What.</param>
/// <param name="IsOther">By the other process.</param>
/// <param name="Pick">Which message, attempt or key.</param>
internal sealed record StoreStep(StoreAction Action, bool IsOther, int Pick);

/// <summary>The states that messages of one tenant may go through, as simple as can be, beside two processes that store them.</summary>
internal sealed class StoreModel(StoreUnderTest one, StoreUnderTest two, Guid tenantId)
{
    private readonly List<Message> _messages = [];
    private readonly List<WaitingEmail> _taken = [];
    private readonly Dictionary<int, string> _answers = [];

    private DateTimeOffset Now => one.Time.GetUtcNow();

    public static Gen<StoreStep[]> Sequences { get; } = Gen.Select(
        Gen.Frequency(
            (3, Gen.Const(StoreAction.Accept)),
            (1, Gen.Const(StoreAction.AcceptWithKey)),
            (4, Gen.Const(StoreAction.Take)),
            (6, Gen.Int[(int)StoreAction.RecordDelivered, (int)StoreAction.RecordUnknown].Select(i => (StoreAction)i)),
            (5, Gen.Int[(int)StoreAction.Cancel, (int)StoreAction.HoursPass].Select(i => (StoreAction)i))),
        Gen.Bool,
        Gen.Int[0, 5],
        (action, isOther, pick) => new StoreStep(action, isOther, pick)).Array[1, 25];

    public async Task RunAsync(StoreStep step)
    {
        var by = step.IsOther ? two : one;
        switch (step.Action)
        {
            case StoreAction.Accept:
                await AcceptAsync(by, null);
                break;
            case StoreAction.AcceptWithKey:
                await AcceptAsync(by, step.Pick % 2);
                break;
            case StoreAction.Take:
                await TakeAsync(by);
                break;
            case StoreAction.HoursPass:
                one.Time.Advance(TimeSpan.FromHours(1 + (5 * step.Pick)));
                break;
            case StoreAction.Purge:
                await PurgeAsync(by);
                break;
            case >= StoreAction.RecordDelivered and <= StoreAction.RecordUnknown when _taken.Count > 0:
                await RecordAsync(by, _taken[step.Pick % _taken.Count], step.Action);
                break;
            case >= StoreAction.Cancel and <= StoreAction.Expire when _messages.Count > 0:
                await ChangeAsync(by, _messages[step.Pick % _messages.Count], step.Action);
                break;
        }
    }

    /// <summary>Each message is in the one state of its recipients, and the counters count just these.</summary>
    public async Task CheckAsync()
    {
        var found = (await one.History.ReadAsync([.. _messages.Select(m => m.Id)], new HistoryMoment(Now, new HashSet<Guid>()), default)).ToDictionary(e => e.Id);
        var kept = _messages.Where(m => !m.IsGone).ToList();
        Assert.Equal(kept.Select(m => m.Id).Order(), found.Keys.Order());
        foreach (var message in kept)
        {
            var stored = found[message.Id];
            Assert.Equal(message.Recipients.Select(r => (r.Key, r.Value)).Order(), stored.Recipients.Select(r => (r.Address, r.State)).Order());
            Assert.Equal((message.State, message.Attempts), (stored.State, stored.Attempts));
        }

        var counts = kept.Aggregate(default(EmailCounts), (sum, m) => sum.With(m.State, 1));
        Assert.Equal(counts, await one.StoredCountsAsync(tenantId));
        await one.CheckCountedAsync(tenantId);
    }

    private async Task AcceptAsync(StoreUnderTest by, int? key)
    {
        var message = new Message(Guid.CreateVersion7(Now), Now);
        var answer = $"answer {message.Id}";
        var outcome = await by.AcceptAsync(
            tenantId, message.Id, key is { } k ? IdempotencyKey.Of($"{k}", "emails", "body"u8) : null, answer, [.. message.Recipients.Keys]);
        if (outcome is AcceptOutcome.Replayed replayed)
        {
            Assert.Equal(_answers[key!.Value], Encoding.UTF8.GetString(replayed.Answer.Span));
            return;
        }

        // Where the key was used before, it is forgotten by now
        Assert.IsType<AcceptOutcome.Accepted>(outcome);
        if (key is { } used)
        {
            Assert.True(!_answers.ContainsKey(used) || Now - _messages.Last(m => $"answer {m.Id}" == _answers[used]).AcceptedAt >= TimeSpan.FromHours(24));
            _answers[used] = answer;
        }

        _messages.Add(message);
    }

    /// <summary>What is given is what waits, for those who have not got it.</summary>
    private async Task TakeAsync(StoreUnderTest by)
    {
        var due = await by.TakeAsync(tenantId);
        Assert.All(due, email =>
        {
            var message = _messages.Single(m => m.Id == email.Id);
            Assert.True(message.State.IsWaiting);
            Assert.Equal(message.Waiting.Order(), email.Recipients.Order());
            Assert.Equal(message.Attempts, email.Attempts);
        });
        Assert.Superset(_messages.Where(m => m is { IsGone: false, State: EmailState.Queued }).Select(m => m.Id).ToHashSet(), due.Select(e => e.Id).ToHashSet());
        _taken.AddRange(due);
    }

    private async Task RecordAsync(StoreUnderTest by, WaitingEmail email, StoreAction action)
    {
        var message = _messages.Single(m => m.Id == email.Id);
        var recorded = await by.RecordAsync(email, action switch
        {
            StoreAction.RecordDelivered => Emails.Delivered,
            StoreAction.RecordRefusedForSome => Emails.DeliveredBut((email.Recipients[0], 550)),
            StoreAction.RecordDeferred => Emails.Failed(451),
            StoreAction.RecordFailed => Emails.Failed(550),
            _ => new DeliveryOutcome.Unknown(Emails.Failure(null, DeliveryStage.Content, DeliveryFailureKind.ConnectionLost)),
        });
        if (message.IsGone)
        {
            Assert.Equal(new RecordedEmail(email.Id, null, null), recorded);
            return;
        }

        message.Record(email, action, Now);
        Assert.Equal(message.State, recorded.State);
        Assert.Equal(message.State.IsWaiting ? message.Waiting.Order() : null, recorded.Retry?.Recipients.Order());
    }

    private async Task ChangeAsync(StoreUnderTest by, Message message, StoreAction action)
    {
        var waits = message is { IsGone: false, State.IsWaiting: true };
        switch (action)
        {
            case StoreAction.Cancel:
                Assert.Equal(message.IsGone ? EmailChange.NotFound : waits ? EmailChange.Done : EmailChange.AlreadyFinished, (await by.Store.CancelAsync(tenantId, [message.Id]))[0]);
                message.End(EmailState.Cancelled, Now);
                break;
            case StoreAction.Expire:
                await by.Store.ExpireAsync([message.Id]);
                message.End(EmailState.Expired, message.ExpiresAt <= Now ? Now : null);
                break;
            case StoreAction.RetryNow:
                var retried = (await by.Store.RetryAsync(tenantId, [message.Id]))[0];
                Assert.Equal(message.IsGone ? EmailChange.NotFound : !waits ? EmailChange.AlreadyFinished : message.ExpiresAt <= Now ? EmailChange.Expired : EmailChange.Done, retried);
                break;
            default:
                var resent = (await by.Store.ResendAsync(tenantId, [message.Id]))[0];
                Assert.Equal(
                    message.IsGone ? EmailChange.NotFound : waits ? EmailChange.StillWaiting : message.HasContent ? EmailChange.Done : EmailChange.ContentGone, resent);
                message.Resend(resent == EmailChange.Done, Now);
                break;
        }
    }

    private async Task PurgeAsync(StoreUnderTest by)
    {
        // What earlier sequences left behind goes as well
        PurgeStep step = default;
        do
        {
            step = await by.Care.PurgeAsync(step.Next, Now.AddMinutes(1));
        }
        while (step.Next != Guid.Empty || step.HasMore);

        _messages.ForEach(m => m.IsGone |= !m.State.IsWaiting);
    }

    private sealed class Message(Guid id, DateTimeOffset acceptedAt)
    {
        public Guid Id => id;

        public DateTimeOffset AcceptedAt => acceptedAt;

        public Dictionary<string, EmailState> Recipients { get; } = new(StringComparer.Ordinal) { ["a@bar.example"] = EmailState.Queued, ["b@bar.example"] = EmailState.Queued };

        public EmailState State => EmailStates.OfMessage(Recipients.Values);

        public IEnumerable<string> Waiting => Recipients.Where(r => r.Value.IsWaiting).Select(r => r.Key);

        public int Attempts { get; private set; }

        public DateTimeOffset ExpiresAt { get; private set; } = acceptedAt.AddHours(24);

        public bool HasContent { get; private set; } = true;

        public bool IsGone { get; set; }

        public void Record(WaitingEmail email, StoreAction action, DateTimeOffset now)
        {
            var isStale = email.Attempts != Attempts || (!State.IsWaiting && action is StoreAction.RecordDeferred or StoreAction.RecordFailed);
            var changes = 0;
            foreach (var to in email.Recipients)
            {
                var got = action == StoreAction.RecordDelivered || (action == StoreAction.RecordRefusedForSome && to != email.Recipients[0]);
                if (got ? Recipients[to] != EmailState.Delivered : !isStale && Recipients[to].IsWaiting)
                {
                    Recipients[to] = got ? EmailState.Delivered
                        : action is StoreAction.RecordRefusedForSome or StoreAction.RecordFailed ? EmailState.Failed
                        : now < ExpiresAt ? EmailState.Retrying
                        : EmailState.Expired;
                    changes++;
                }
            }

            Attempts += isStale && changes == 0 ? 0 : 1;
            HasContent &= State != EmailState.Delivered || (isStale && changes == 0);
        }

        public void End(EmailState end, DateTimeOffset? now)
        {
            if (now is not null && !IsGone)
            {
                Waiting.ToList().ForEach(to => Recipients[to] = end);
            }
        }

        public void Resend(bool isDone, DateTimeOffset now)
        {
            if (isDone)
            {
                var isToAll = Recipients.Values.All(s => s == EmailState.Delivered);
                Recipients.Keys.Where(to => isToAll || Recipients[to] != EmailState.Delivered).ToList().ForEach(to => Recipients[to] = EmailState.Queued);
                ExpiresAt = now.AddHours(24);
            }
        }
    }
}
