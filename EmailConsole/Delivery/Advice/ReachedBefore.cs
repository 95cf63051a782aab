using System.Globalization;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.Delivery.Advice;

/// <summary>
/// What to do where no connection comes about to a server that took mail before. What the tables say of it is for settings that were never
/// seen to work, and who follows that at night changes settings that are right.
/// </summary>
internal static class ReachedBefore
{
    private static readonly TimeSpan SameDay = TimeSpan.FromHours(20);

    /// <summary>Whether the tables would have somebody look at host and port.</summary>
    public static bool IsAbout(DeliveryFailure failure, EmailProviderSettings settings) =>
        settings.Kind == ProviderKinds.Smtp && (failure.Stage, failure.Kind) is
            (DeliveryStage.Connect, DeliveryFailureKind.ConnectionRefused or DeliveryFailureKind.Unreachable or DeliveryFailureKind.TimedOut or DeliveryFailureKind.ConnectionLost)
            or (DeliveryStage.Greeting, DeliveryFailureKind.ConnectionLost or DeliveryFailureKind.TimedOut);

    /// <param name="failure">One that <see cref="IsAbout"/>.</param>
    /// <param name="settings">By which it was tried.</param>
    /// <param name="takenAt">When the server last took mail.</param>
    /// <param name="areSame">It took that mail by these settings; false: nobody knows whether they were others.</param>
    /// <param name="now">The time.</param>
    public static DeliveryFailure Advise(DeliveryFailure failure, EmailProviderSettings settings, DateTimeOffset takenAt, bool areSame, DateTimeOffset now)
    {
        var at = takenAt.UtcDateTime.ToString((now - takenAt).Duration() < SameDay ? "'at' HH:mm 'UTC'" : "'on' d MMM 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var isMute = failure is { Stage: DeliveryStage.Greeting, Kind: DeliveryFailureKind.TimedOut };
        var cure = $"It took mail {at}{(areSame ? " with these settings: the" : ". Where nothing was changed since, the")} server {(isMute ? "hangs or is overloaded" : "is down, or closed to this machine")}. "
            + "Ask its operator; what waits leaves by itself.";

        // "Or the host is wrong" would be about settings as well, and how slow look-ups are is of one that answers
        var cause = isMute ? string.Create(CultureInfo.InvariantCulture, $"{settings.Host} took the connection on port {settings.Port} and did not answer in time.")
            : failure.Kind == DeliveryFailureKind.TimedOut ? string.Create(CultureInfo.InvariantCulture, $"No answer from {settings.Host} on port {settings.Port}.")
            : failure.Advice.Cause;
        return failure with { Advice = failure.Advice with { Cause = cause, Cure = DeliveryAdvice.Join(cure, isMute ? null : DeliveryAdvice.Split(failure.Advice.Cure).OfConsole) } };
    }
}
