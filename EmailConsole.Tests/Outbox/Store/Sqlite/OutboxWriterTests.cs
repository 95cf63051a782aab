using System.Diagnostics;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Store.Sql;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Tests.Outbox.Store.Sqlite;

/// <summary>The group commit, and what it does when the database fails it.</summary>
public sealed class OutboxWriterTests : IAsyncLifetime
{
    private OutboxBed _bed = null!;

    public async Task InitializeAsync() => _bed = await OutboxBed.OpenAsync(o => o.LockTimeout = TimeSpan.FromMilliseconds(200));

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Accept_ManyAtOnce_AreAllThereAndCounted()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => _bed.AcceptAsync(Emails.New(), i % 4 == 0 ? _bed.Bar : _bed.Foo))));

        Assert.Equal(400, ids.Distinct().Count());
        Assert.Equal((300, 100), (_bed.Outbox.CountsOf(_bed.Foo).Queued, _bed.Outbox.CountsOf(_bed.Bar).Queued));
        var found = (await _bed.TakeAsync(1000)).Concat(await _bed.TakeAsync(1000, _bed.Bar)).Select(e => e.Id);
        Assert.Equal(ids.Order(), found.Order());
        Assert.Equal(ids.Order(), _bed.Lanes.Told.Select(e => e.Waiting.Id).Order());
    }

    [Fact]
    public async Task Accept_AnswerCame_SurvivesAKillAtThatMoment()
    {
        var accepted = await _bed.AcceptAsync(Emails.New());
        var delivered = await _bed.AcceptAsync(Emails.New());
        await _bed.RecordAsync(await _bed.TakeOneAsync(delivered), Emails.Delivered);

        await using var after = await _bed.OpenAfterKillAsync();

        var waiting = Assert.Single(await after.TakeAsync());
        Assert.Equal(accepted, waiting.Id);
        Assert.Equal("Your code", Assert.Single(await after.Outbox.LoadContentAsync([waiting], default)).Email!.Subject);
        Assert.Equal(new EmailCounts(1, 0, 1, 0, 0, 0), after.Outbox.CountsOf(after.Foo));
    }

    [Fact]
    public async Task Accept_WhoeverIsToldFails_IsAnsweredAllTheSame()
    {
        var answer = new AcceptOutcome.Accepted([], default);
        var write = new AcceptWrite(
            new EmailBatch(_bed.Foo, [], null, answer), OutboxBed.Start, OutboxBed.Start, () => throw new InvalidOperationException("A lane's defect."));

        Assert.Same(answer, await _bed.Writer.WriteAsync(write).WaitAsync(Bound.Wait));
    }

    [Fact]
    public async Task Write_DatabaseLocked_FailsInTimeAndGoesOnAfterwards()
    {
        await using (var other = new SqliteConnection($"Data Source={_bed.DatabaseFile};Pooling=False"))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();

            var refused = await Assert.ThrowsAsync<OutboxUnavailableException>(() => _bed.AcceptAsync(Emails.New()));

            Assert.Contains("locked", refused.Message, StringComparison.Ordinal);
            Assert.Equal(0, _bed.Outbox.CountsOf(_bed.Foo).Waiting);
            Assert.Empty(_bed.Lanes.Told);
            await transaction.RollbackAsync();
        }

        Assert.Equal([await _bed.AcceptAsync(Emails.New())], (await _bed.TakeAsync()).Select(e => e.Id));
    }

    /// <summary>A program that hands mail over by SMTP waits ten seconds, whatever stands before its message.</summary>
    [Fact]
    public async Task Write_ManyGroupsBehindALock_AllFailWithinOneTimeout()
    {
        var patience = TimeSpan.FromSeconds(1);
        await using var bed = await OutboxBed.OpenAsync(o => o.LockTimeout = patience);
        await using var other = new SqliteConnection($"Data Source={bed.DatabaseFile};Pooling=False");
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        var content = Emails.New().Content with { Text = Convert.ToBase64String(Random.Shared.GetItems<byte>([.. Enumerable.Range(0, 256).Select(b => (byte)b)], 500_000)) };
        var waits = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            var began = Stopwatch.GetTimestamp();
            await Assert.ThrowsAsync<OutboxUnavailableException>(() => bed.AcceptAsync(Emails.New() with { Content = content }));
            return Stopwatch.GetElapsedTime(began);
        }));

        Assert.All(waits, waited => Assert.InRange(waited, patience * 0.8, patience * 3.5));
    }

    [Fact]
    public async Task Write_DiskFull_WritesNothingByHalvesAndGoesOnWhenThereIsRoom()
    {
        var before = await _bed.AcceptAsync(Emails.New());
        var waiting = await _bed.TakeOneAsync(before);
        await _bed.WriteAsync("PRAGMA max_page_count=1"); // never less than what is in use: from now on it cannot grow
        List<Guid> accepted = [before];
        var large = Emails.New() with { Content = Emails.New().Content with { Text = new string('x', 20_000) } };

        await Assert.ThrowsAsync<OutboxUnavailableException>(async () =>
        {
            while (accepted.Count < 100)
            {
                accepted.Add(await _bed.AcceptAsync(large));
            }
        });

        Assert.Equal(accepted.Order(), (await _bed.TakeAsync(200)).Select(e => e.Id).Order());
        Assert.Equal(accepted.Count, _bed.Outbox.CountsOf(_bed.Foo).Queued);
        await _bed.WriteAsync("PRAGMA max_page_count=1000000");
        Assert.Equal(EmailState.Delivered, (await _bed.RecordAsync(waiting, Emails.Delivered)).State);
        await _bed.AcceptAsync(large);
        await using var after = await _bed.OpenAfterKillAsync();
        Assert.Equal(accepted.Count, after.Outbox.CountsOf(after.Foo).Queued);
    }

    [Fact]
    public async Task Write_OneOfTheGroupIsBroken_TheOthersAreWritten()
    {
        // The lock keeps the writer busy until all of them have gathered
        await using var other = new SqliteConnection($"Data Source={_bed.DatabaseFile};Pooling=False");
        await other.OpenAsync();
        var transaction = await other.BeginTransactionAsync();
        var accepts = Enumerable.Range(0, 5).Select(_ => _bed.AcceptAsync(Emails.New())).ToList();
        var broken = _bed.WriteAsync("INSERT INTO OutboxMessages (Id) VALUES (NULL)");
        accepts.AddRange(Enumerable.Range(0, 5).Select(_ => _bed.AcceptAsync(Emails.New())));
        await transaction.RollbackAsync();

        var ids = await Task.WhenAll(accepts);

        await Assert.ThrowsAsync<SqliteException>(() => broken);
        Assert.Equal(ids.Order(), (await _bed.TakeAsync()).Select(e => e.Id).Order());
        Assert.Equal(10, _bed.Outbox.CountsOf(_bed.Foo).Queued);
    }

    [Fact]
    public async Task Write_SmallBehindLarge_GoesFirst()
    {
        await using var other = new SqliteConnection($"Data Source={_bed.DatabaseFile};Pooling=False");
        await other.OpenAsync();
        var transaction = await other.BeginTransactionAsync();
        var content = Emails.New().Content with { Text = Convert.ToBase64String(Random.Shared.GetItems<byte>([.. Enumerable.Range(0, 256).Select(b => (byte)b)], 200_000)) };
        var accepts = Enumerable.Range(0, 12).Select(_ => _bed.AcceptAsync(Emails.New() with { Content = content })).ToList();
        var small = _bed.AcceptAsync(Emails.New());
        await transaction.RollbackAsync();

        await Task.WhenAll([small, .. accepts]);

        // The writer had begun with what was there first
        var order = _bed.Lanes.Told.Select(email => email.Waiting.Id).ToList();
        Assert.InRange(order.IndexOf(await small), 0, 6);
        Assert.Equal(13, order.Count);
    }

    [Fact]
    public async Task Stop_WhatWasHandedIn_IsStillCommitted()
    {
        using var folder = new TemporaryFolder();
        Task<Guid>[] accepts;
        await using (var bed = await OutboxBed.OpenAsync(folder: folder.Path))
        {
            accepts = [.. Enumerable.Range(0, 50).Select(_ => bed.AcceptAsync(Emails.New()))];
        }

        var ids = await Task.WhenAll(accepts);
        await using var after = await OutboxBed.OpenAsync(folder: folder.Path);
        Assert.Equal(ids.Order(), (await after.TakeAsync()).Select(e => e.Id).Order());
    }

    [Fact]
    public async Task Write_AfterTheStop_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var bed = await OutboxBed.OpenAsync(folder: folder.Path);
        var accept = bed.Accept;
        await bed.DisposeAsync();

        await Assert.ThrowsAsync<OutboxUnavailableException>(() => accept.AcceptAsync(bed.Foo, [Emails.New()], null, (_, _) => default));
    }

    [Fact]
    public async Task Stopped_AfterDispose_EndsAtOnce()
    {
        // Whoever runs the host may dispose it while somebody else's stop is still under way
        using var folder = new TemporaryFolder();
        var bed = await OutboxBed.OpenAsync(folder: folder.Path);
        var writer = bed.Writer;
        await bed.DisposeAsync();

        await writer.StoppedAsync(CancellationToken.None);
        writer.Dispose();
    }
}
