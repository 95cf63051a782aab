using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.TestEmail;

/// <summary>Stands in for a mail server where a test needs one that behaves just so; remembers what it was given.</summary>
public sealed class ScriptedSharedSender : ISharedSender
{
    public static readonly DeliveryOutcome Delivered = new DeliveryOutcome.Delivered("4F1A2B", "250 2.0.0 Ok: queued as 4F1A2B", []);

    public IList<(ProviderInForce Provider, OutgoingEmail Email)> Sent { get; } = new List<(ProviderInForce, OutgoingEmail)>();

    public Func<IDeliveryListener, CancellationToken, Task<DeliveryOutcome>> Behaviour { get; set; } = (_, _) => Task.FromResult(Delivered);

    /// <summary>Whose credentials were checked.</summary>
    public IList<ProviderInForce> Checked { get; } = new List<ProviderInForce>();

    /// <summary>Null: no provider has a way.</summary>
    public CheckWay? Way { get; set; } = CheckWay.SignIn;

    public Func<IDeliveryListener, CancellationToken, Task<CredentialCheck>> Checking { get; set; } =
        (_, _) => Task.FromResult<CredentialCheck>(new CredentialCheck.Accepted("smtp.foo.com", ""));

    public static DeliveryFailure Failure(DeliveryFailureKind kind, DeliveryStage stage, string? text = null, DeliveryAdvice? advice = null) =>
        new(kind, stage, null, null, text, BlameTable.Of(kind, stage, null, null, null), IsLasting: true, advice ?? new DeliveryAdvice("It failed.", "Mend it."));

    /// <summary>Waits until cancelled, as a server that says nothing.</summary>
    public static async Task<DeliveryOutcome> HangAsync(IDeliveryListener listener, CancellationToken cancellationToken)
    {
        listener.StageStarted(DeliveryStage.Resolve);
        listener.StagePassed(DeliveryStage.Resolve, "1 address", TimeSpan.FromMilliseconds(2), null);
        listener.StageStarted(DeliveryStage.Connect);
        var cancelled = new TaskCompletionSource();
        await using (cancellationToken.Register(cancelled.SetResult))
        {
            await cancelled.Task;
        }

        var failure = Failure(DeliveryFailureKind.Cancelled, DeliveryStage.Connect);
        listener.StageFailed(failure, TimeSpan.FromSeconds(1));
        return new DeliveryOutcome.Failed(failure);
    }

    public Task<DeliveryOutcome> SendAsync(
        ProviderInForce provider, OutgoingEmail email, Func<CancellationToken, ValueTask<bool>>? beforeDispatch, DeliveryProgress? progress, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A test email goes over a connection of its own.");

    public Task<DeliveryOutcome> SendOnceAsync(
        ProviderInForce provider, OutgoingEmail email, IDeliveryListener listener, CancellationToken cancellationToken)
    {
        Sent.Add((provider, email));
        return Behaviour(listener, cancellationToken);
    }

    public CheckWay? FindCheck(EmailProviderSettings settings) => Way;

    public Task<CredentialCheck> CheckAsync(ProviderInForce provider, IDeliveryListener listener, CancellationToken cancellationToken)
    {
        Checked.Add(provider);
        return Way is null ? Task.FromResult<CredentialCheck>(new CredentialCheck.NotOffered()) : Checking(listener, cancellationToken);
    }
}
