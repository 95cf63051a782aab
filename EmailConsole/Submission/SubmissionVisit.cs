using System.Data.Common;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Delivery.Mime;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Admission.Members;
using EmailConsole.Outbox.Api;
using EmailConsole.Rest;
using EmailConsole.SmtpServing;
using EmailConsole.Submission.Intake;

namespace EmailConsole.Submission;

/// <summary>
/// One program's connection. What is answered 250 after a message is committed, and is delivered or accounted for; what is answered 4yz was
/// not taken, and whoever tries again loses nothing.
/// </summary>
internal sealed partial class SubmissionVisit(
    SmtpClient client,
    SubmissionDoor door,
    ApiKeySignIn keys,
    SenderPolicies policies,
    MessageIntake intake,
    AcceptEmails accept,
    RequestMemory memory,
    SubmissionTelemetry telemetry,
    TimeProvider clock,
    ILogger logger) : ISmtpVisit
{
    private static readonly SmtpReply Wrong = SmtpReply.No(RefusalCause.SignIn, ApiKeySignIn.WrongReply);
    private static readonly SmtpReply CannotCheck = SmtpReply.No(RefusalCause.SignInNotChecked, "454 4.7.0 The API key cannot be checked now, try again later");
    private static readonly SmtpReply KeyGone = SmtpReply.No(RefusalCause.KeyGone, "550 5.7.1 The API key is not good any more, or the tenant is not active");
    private static readonly SmtpReply NoProvider = SmtpReply.No(RefusalCause.NoProvider, "451 4.3.5 The tenant has no email provider that could send this; an administrator sets it up in the console");
    private static readonly SmtpReply NoDatabase = SmtpReply.No(RefusalCause.NotStored, "451 4.3.0 The message could not be stored, try again later");

    private static readonly SmtpReply TooManyOfKey = SmtpReply.Last(RefusalCause.TooManyConnections, "421 4.7.0 Too many connections with this API key");

    private ApiKeySignInResult.Good? _key;
    private TenantMemory? _memory;

    public IMessageMemory? Memory => _memory;

    public async ValueTask<SmtpReply> SignInAsync(SmtpCredentials credentials, CancellationToken stopping)
    {
        try
        {
            switch (await keys.CheckAsync(credentials.UserName, credentials.Password, RestPermission.Send, client.Address, stopping))
            {
                case ApiKeySignInResult.TooMany:
                    return SmtpReply.TooManySignIns;
                case ApiKeySignInResult.Good good when !door.TryEnter(good.Caller.KeyId):
                    return TooManyOfKey;
                case ApiKeySignInResult.Good good:
                    Leave();
                    (_key, _memory) = (good, new TenantMemory(memory, good.Caller.TenantId));
                    return "235 2.7.0 Signed in";
                default:
                    LogWrong(logger, client.Address);
                    return Wrong;
            }
        }
        catch (Exception e) when (e is DbException or TimeoutException or InvalidOperationException)
        {
            LogNotChecked(logger, e);
            return CannotCheck;
        }
    }

    public async ValueTask<SmtpReply> SenderAsync(SmtpPath sender, long size, CancellationToken stopping)
    {
        if (_key is not { } key || !await keys.IsGoodAsync(key, RestPermission.Send, stopping))
        {
            return KeyGone;
        }

        return await policies.FindAsync(key.Caller.TenantId, stopping) is null ? NoProvider
            : accept.FindFull(key.Caller.TenantId, size) is { } bound ? Full(bound)
            : SmtpReply.SenderOk;
    }

    // By the rule of the message's end: there one that fails would take the others with it
    public ValueTask<SmtpReply> RecipientAsync(SmtpPath recipient, CancellationToken stopping) => new(
        WireAddress.TryParse(recipient.Address, out var address) && !address.Domain.Contains('.', StringComparison.Ordinal)
            ? SmtpReply.No(RefusalCause.Recipient, "554 5.1.2 The domain of an address must be a full one, such as example.com")
        : address is null || !EmailAddress.TryParse(recipient.Address, out _, out _) ? SmtpReply.No(RefusalCause.Recipient, "501 5.1.3 That is no address that mail can be sent to")
        : SmtpReply.RecipientOk);

    public async ValueTask<SmtpReply> MessageAsync(SmtpEnvelope envelope, ReadOnlyMemory<byte> content)
    {
        var caller = _key!.Caller;
        var began = clock.GetTimestamp();
        if (await policies.FindAsync(caller.TenantId, CancellationToken.None) is not { } policy)
        {
            return NoProvider;
        }

        var message = new SubmittedMessage(
            Guid.CreateVersion7(clock.GetUtcNow()),
            envelope.ClientName,
            envelope.IsExtended,
            envelope.IsEncrypted,
            envelope.Sender.Address,
            [.. envelope.Recipients.Select(r => r.Address).Distinct(StringComparer.Ordinal)],
            content);
        switch (intake.Take(caller.TenantId, message, policy))
        {
            case IntakeResult.Refused refused:
                return SmtpReply.No(refused.Cause, refused.Reply);
            case IntakeResult.Taken taken:
                var reply = await AcceptAsync(caller, taken);
                telemetry.Ended(reply, content.Length, clock.GetElapsedTime(began));
                return reply;
            default:
                return SmtpReply.Failed;
        }
    }

    public void Refused(SmtpReply reply) => telemetry.Refused(_key?.Caller, reply);

    public void Dispose()
    {
        _memory?.Release();
        Leave();
    }

    private async Task<SmtpReply> AcceptAsync(RestCaller.Key caller, IntakeResult.Taken taken)
    {
        try
        {
            var email = taken.Email with { AcceptedBy = caller.Words, Door = EmailDoor.Smtp };
            return await accept.AcceptAsync(caller.TenantId, [email], taken.Key, Keep) switch
            {
                AcceptOutcome.Accepted accepted => Queued(accepted.Ids[0]!.Value),
                AcceptOutcome.Replayed replayed => Queued(KeptAnswer.Read(replayed.Answer.Span)[0].Id),
                AcceptOutcome.QueueFull full => Full(full.Bound),
                AcceptOutcome.KeyReused => SmtpReply.No(RefusalCause.Extras, "554 5.6.0 X-EmailConsole-Idempotency-Key was used for another message before"),
                _ => KeyGone,
            };
        }
        catch (OutboxUnavailableException e)
        {
            LogNotStored(logger, e);
            return NoDatabase;
        }
    }

    private static SmtpReply Queued(Guid id) => $"250 2.0.0 queued as {id:D}";

    private static ReadOnlyMemory<byte> Keep(IReadOnlyList<Guid?> ids, QueueBound? reached) => KeptAnswer.Write([KeptOutcome.Of(ids[0], reached)]);

    private static SmtpReply Full(QueueBound bound) => SmtpReply.No(RefusalCause.QueueFull, $"452 4.3.1 {bound switch
    {
        QueueBound.Messages => "So many messages of this tenant wait already as may (Outbox:QueueLimit)",
        QueueBound.Bytes => "As much mail of this tenant waits already as may (Outbox:QueueBytes)",
        _ => "As many keys of this tenant are remembered already as may be (Outbox:KeyBytes)",
    }}, try again later");

    private void Leave()
    {
        if (_key is { } key)
        {
            door.Leave(key.Caller.KeyId);
            _key = null;
        }
    }

    // No name: keys are typed as user names
    [LoggerMessage(Level = LogLevel.Information, Message = "A program at {Address} was refused the sign-in by SMTP: the user name or the API key is wrong.")]
    private static partial void LogWrong(ILogger logger, System.Net.IPAddress address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An API key could not be checked; the program was told to try again.")]
    private static partial void LogNotChecked(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message that came by SMTP could not be stored; the program was told to try again.")]
    private static partial void LogNotStored(ILogger logger, Exception exception);

    /// <summary>What a message holds counts with the bodies of the tenant's HTTP requests.</summary>
    private sealed class TenantMemory(RequestMemory memory, Guid tenantId) : IMessageMemory
    {
        private long _held;

        public bool TryHold(int bytes)
        {
            var more = (bytes > RequestMemory.Small ? bytes : 0) - _held;
            if (more > 0 && memory.Take(tenantId, _held, more) != MemoryRefusal.None)
            {
                return false;
            }

            _held += Math.Max(more, 0);
            return true;
        }

        public bool HasRoomFor(long bytes) => bytes <= RequestMemory.Small || memory.HasRoomFor(tenantId, bytes);

        public void Release()
        {
            if (_held > 0)
            {
                memory.GiveBack(tenantId, _held);
                _held = 0;
            }
        }
    }
}
