using System.Globalization;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Benchmarks.SenderMode;

/// <summary>Messages of every fate, and how many met which.</summary>
internal sealed class SoakRound(ISharedSender sender, int port, int workers)
{
    // Without a number of messages a connection: the option's holds
    private readonly ProviderInForce _provider = SenderHost.Provider("localhost", port, tls: true, workers, "codes@foo.example", "secret");
    private int _number;
    private int _delivered;
    private int _failed;
    private int _unknown;

    public async Task RunAsync(int messages)
    {
        var last = _number + messages;
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            int number;
            while ((number = Interlocked.Increment(ref _number)) <= last)
            {
                Count(await SendAsync(number));
            }
        })));
        _number = last;
    }

    /// <summary>Whether what is said to be delivered was, and nothing else but what is unknown.</summary>
    public bool AgreesWith(int taken)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{this}; the receiver took {taken}"));
        return taken >= _delivered && taken <= _delivered + _unknown;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{_number} messages: {_delivered} delivered, {_failed} not, {_unknown} unknown");

    private async Task<DeliveryOutcome> SendAsync(int number)
    {
        var email = SenderHost.Email(OtpTemplates.Plain, number);
        switch (number % 200)
        {
            case 50 or 100:
                return await sender.SendAsync(_provider, To(email, ReceiverSession.Refused), CancellationToken.None);
            case 150:
                return await sender.SendAsync(_provider, To(email, ReceiverSession.Dropped), CancellationToken.None);
            case 170 or 190:
                using (var givenUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(number % 4)))
                {
                    return await sender.SendAsync(_provider, email, givenUp.Token);
                }

            default:
                return await sender.SendAsync(_provider, email, CancellationToken.None);
        }
    }

    private static OutgoingEmail To(OutgoingEmail email, string who) => email with { Recipients = [new MailboxAddress("", $"{who}@example.test")] };

    private void Count(DeliveryOutcome outcome)
    {
        switch (outcome)
        {
            case DeliveryOutcome.Delivered:
                Interlocked.Increment(ref _delivered);
                break;
            case DeliveryOutcome.Unknown:
                Interlocked.Increment(ref _unknown);
                break;
            default:
                Interlocked.Increment(ref _failed);
                break;
        }
    }
}
