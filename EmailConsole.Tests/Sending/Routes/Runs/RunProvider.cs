using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Tests.Outbox;

namespace EmailConsole.Tests.Sending.Routes.Runs;

/// <summary>What a server does with a message.</summary>
internal enum Behaviour
{
    Takes,
    TakesSlowly,
    AsksForLess,
    AsksForMinutes,
    QuotaIsUsed,
    RefusesConnections,
    RefusesSignIn,
    SaysNothing,
    BreaksOffWithIt,
    SaysNothingOfIt,
    DefersRecipient,
    RefusesRecipient,
    RefusesMessage,
    DefersSender,
}

/// <summary>For so long.</summary>
/// <param name="Until">Since the start of the run.</param>
/// <param name="Mostly">Of three messages two.</param>
/// <param name="Else">The third.</param>
internal sealed record Phase(TimeSpan Until, Behaviour Mostly, Behaviour Else);

/// <summary>A provider of a run, which does what its phases say, and counts.</summary>
internal sealed class RunProvider(Guid owner, int number, IReadOnlyList<Phase> phases)
{
    public const int Connections = 3;

    public ProviderInForce InForce { get; set; } = new(
        ProviderOrigin.Tenant, owner, Guid.CreateVersion7(), new EmailProviderSettings { Host = $"s{number}.example", MaxConnections = Connections }, EmailProviderSecrets.None)
    {
        Id = new ProviderId(Guid.NewGuid()),
        Name = $"server {number}",
    };

    public bool IsEnabled { get; set; } = true;

    public int AtATime { get; set; }

    /// <summary>Messages of a lower priority that it got in a row while one of high priority was there for it.</summary>
    public int PassedOver { get; set; }

    /// <param name="time">Since the start of the run.</param>
    /// <param name="chance">The same for the same message, attempt and seed.</param>
    public Behaviour At(TimeSpan time, int chance) =>
        phases.FirstOrDefault(p => time < p.Until) is { } phase ? chance % 3 == 0 ? phase.Else : phase.Mostly : Behaviour.Takes;

    /// <summary>Whether the message is handed over before it ends so.</summary>
    public static bool IsHandedOver(Behaviour behaviour) =>
        behaviour is not (Behaviour.RefusesConnections or Behaviour.RefusesSignIn or Behaviour.SaysNothing);

    public static TimeSpan TimeFor(Behaviour behaviour) => behaviour switch
    {
        Behaviour.TakesSlowly => TimeSpan.FromSeconds(4),
        Behaviour.SaysNothing => TimeSpan.FromSeconds(30),
        Behaviour.SaysNothingOfIt => TimeSpan.FromSeconds(20),
        _ => TimeSpan.FromMilliseconds(20),
    };

    public static DeliveryOutcome OutcomeOf(Behaviour behaviour, DateTimeOffset now) => behaviour switch
    {
        Behaviour.Takes or Behaviour.TakesSlowly => Emails.Delivered,
        Behaviour.AsksForLess => Failed(Blame.Throttle),
        Behaviour.AsksForMinutes => new DeliveryOutcome.Failed(Failure(Blame.Throttle) with { NotBefore = now.AddMinutes(3) }),
        Behaviour.QuotaIsUsed => Failed(Blame.Throttle, lasts: true),
        Behaviour.RefusesConnections or Behaviour.SaysNothing => new DeliveryOutcome.Failed(Emails.Failure(null, DeliveryStage.Connect, DeliveryFailureKind.ConnectionRefused)),
        Behaviour.RefusesSignIn => new DeliveryOutcome.Failed(Emails.Failure(535, DeliveryStage.Authenticate, DeliveryFailureKind.AuthenticationRefused)),
        Behaviour.BreaksOffWithIt or Behaviour.SaysNothingOfIt => new DeliveryOutcome.Unknown(
            Emails.Failure(null, DeliveryStage.Content, DeliveryFailureKind.ConnectionLost) with { Outcome = FailureOutcome.Unknown }),
        Behaviour.DefersRecipient => Failed(Blame.Recipient),
        Behaviour.RefusesRecipient => Failed(Blame.Recipient, lasts: true),
        Behaviour.RefusesMessage => Failed(Blame.Message, lasts: true),
        _ => Failed(Blame.Sender),
    };

    private static DeliveryOutcome.Failed Failed(Blame blame, bool lasts = false) => new(Failure(blame) with { IsLasting = lasts });

    private static DeliveryFailure Failure(Blame blame) => Emails.Failure(451) with { Blame = blame, IsLasting = false, IsProviderReached = true };
}
