using EmailConsole.Outbox;
using EmailConsole.Outbox.Retry;
using EmailConsole.Outbox.Store.Sql;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

/// <summary>Between the reading and the writing of a decision another process may have written.</summary>
public sealed class MessageRowTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Theory]
    [InlineData("end")]
    [InlineData("bring forward")]
    [InlineData("resend")]
    [InlineData("record")]
    public async Task Try_ChangedSinceItWasRead_WritesNothing(string decision)
    {
        var id = await _bed.AcceptAsync(Emails.New());

        var (isStaleWritten, isFreshWritten) = await _bed.WriteAsync(session =>
        {
            var stale = session.Find(id)!;
            Assert.True(stale.TryEnd(session, EmailState.Failed, OutboxBed.Start));
            var isWritten = Try(session, stale, decision);
            return (isWritten, Try(session, session.Find(id)!, decision));
        });

        Assert.Equal((false, true), (isStaleWritten, isFreshWritten));
    }

    [Fact]
    public async Task Change_AnotherIsFaster_DecidesAnew()
    {
        var id = await _bed.AcceptAsync(Emails.New());
        var write = new SlowCancel(id);

        Assert.Equal([EmailChange.AlreadyFinished], await _bed.Writer.WriteAsync(write));

        Assert.Equal((EmailState.Failed, 2), ((await _bed.FindAsync(id))!.State, write.Reads));
        Assert.Equal(new EmailCounts(0, 0, 0, 1, 0, 0), _bed.Outbox.CountsOf(_bed.Foo));
    }

    private static bool Try(OutboxSession session, MessageRow row, string decision) => decision switch
    {
        "end" => row.TryEnd(session, EmailState.Cancelled, OutboxBed.Start),
        "bring forward" => row.TryBringForward(session, OutboxBed.Start),
        "resend" => row.TryResend(session, OutboxBed.Start, OutboxBed.Start.AddHours(1), keepsMessageId: false),
        _ => row.TryRecord(session, new Verdict(EmailState.Retrying, OutboxBed.Start, []), null, null, null, OutboxBed.Start),
    };

    /// <summary>Another process fails the message after it was read for the first time.</summary>
    private sealed class SlowCancel(Guid id) : ChangeWrite([id])
    {
        public int Reads { get; private set; }

        protected override EmailChange? TryChange(OutboxSession session, MessageRow? row)
        {
            if (++Reads == 1)
            {
                Assert.True(row!.TryEnd(session, EmailState.Failed, OutboxBed.Start));
            }

            return row is { State.IsWaiting: true } ? DoneIf(row.TryEnd(session, EmailState.Cancelled, OutboxBed.Start)) : EmailChange.AlreadyFinished;
        }
    }
}
