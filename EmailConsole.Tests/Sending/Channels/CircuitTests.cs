using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Sending.Channels;
using EmailConsole.Tests.Outbox;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Sending.Channels;

public sealed class CircuitTests
{
    private static readonly DeliveryFailure Refused = Emails.Failure(null, DeliveryStage.Connect, DeliveryFailureKind.ConnectionRefused);
    private static readonly DeliveryFailure BadPassword = Emails.Failure(535, DeliveryStage.Authenticate, DeliveryFailureKind.AuthenticationRefused);

    private readonly FakeTimeProvider _time = new();
    private readonly Circuit _circuit;

    public CircuitTests() => _circuit = new Circuit(_time);

    [Fact]
    public void Failed_FiveTimes_OpensForFiveSeconds()
    {
        Assert.Equal([false, false, false, false, true], Enumerable.Range(0, 5).Select(_ => _circuit.Failed(Refused)));

        Assert.Equal((CircuitPosition.Open, TimeSpan.FromSeconds(5)), (_circuit.Position, _circuit.Wait()));
        Assert.Equal("The cause.", _circuit.State.Why);
    }

    [Fact]
    public void Failed_SignInThreeTimes_OpensForThirtySeconds()
    {
        Open(BadPassword, 3);

        Assert.Equal(TimeSpan.FromSeconds(30), _circuit.Wait());
    }

    /// <summary>Each of them counts towards the lock of a mailbox, a refused one as one that is put off.</summary>
    [Theory]
    [InlineData(454)]
    [InlineData(535)]
    public void Failed_EverySignInForAnHour_IsTriedAboutADozenTimes(int code)
    {
        var failure = Emails.Failure(code, DeliveryStage.Authenticate, DeliveryFailureKind.AuthenticationRefused);
        var end = _time.GetUtcNow().AddHours(1);
        var tries = 0;
        while (_time.GetUtcNow() < end)
        {
            if (_circuit.Wait() is { Ticks: > 0 } wait)
            {
                _time.Advance(wait);
            }
            else
            {
                tries++;
                _circuit.Failed(failure);
            }
        }

        Assert.InRange(tries, 4, 12);
    }

    [Fact]
    public void Succeeded_BetweenFailures_StartsAgain()
    {
        Open(Refused, 4);

        Assert.False(_circuit.Succeeded(isOneEnough: true));
        Open(Refused, 4);
        Assert.Equal(CircuitPosition.Closed, _circuit.Position);
    }

    [Fact]
    public void Wait_TimeIsOver_IsHalfOpenAndOneFailureOpensForTwiceAsLong()
    {
        Open(Refused, 5);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((TimeSpan.Zero, CircuitPosition.HalfOpen), (_circuit.Wait(), _circuit.Position));
        Assert.True(_circuit.Failed(Refused));
        Assert.Equal(TimeSpan.FromSeconds(10), _circuit.Wait());
    }

    [Fact]
    public void Failed_ForHours_IsTriedEveryFiveMinutes()
    {
        Open(Refused, 5);
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(_circuit.Wait());
            _circuit.Wait();
            _circuit.Failed(Refused);
        }

        Assert.Equal(TimeSpan.FromMinutes(5), _circuit.Wait());
    }

    [Fact]
    public void Succeeded_HalfOpen_Closes()
    {
        Open(Refused, 5);
        _time.Advance(TimeSpan.FromSeconds(5));
        _circuit.Wait();

        Assert.True(_circuit.Succeeded(isOneEnough: true));
        Assert.Equal(new CircuitState(CircuitPosition.Closed, null, null, null), _circuit.State);
    }

    [Fact]
    public void TryNow_Open_OneMessageTriesAndAFailurePausesAsLongAsBefore()
    {
        Open(BadPassword, 3);

        Assert.True(_circuit.TryNow());

        Assert.Equal((TimeSpan.Zero, CircuitPosition.HalfOpen, _time.GetUtcNow()), (_circuit.Wait(), _circuit.Position, _circuit.Until));
        Assert.True(_circuit.Failed(BadPassword));
        Assert.Equal(TimeSpan.FromSeconds(30), _circuit.Wait());
    }

    [Fact]
    public void TryNow_NotOpen_ChangesNothing()
    {
        Open(BadPassword, 2);
        Assert.False(_circuit.TryNow());
        Open(BadPassword, 1);
        Assert.True(_circuit.TryNow());

        Assert.False(_circuit.TryNow());
        Assert.True(_circuit.Succeeded(isOneEnough: true));
        Assert.False(_circuit.TryNow());
        Assert.Equal(new CircuitState(CircuitPosition.Closed, null, null, null), _circuit.State);
    }

    private void Open(DeliveryFailure failure, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _circuit.Failed(failure);
        }
    }
}
