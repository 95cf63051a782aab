using EmailConsole.SmtpServing;

namespace EmailConsole.Tests.SmtpServing;

/// <summary>Who makes mistakes without end is slowed down from the tenth on, and holds little meanwhile.</summary>
public sealed class MistakePausesTests
{
    private const string Unknown = "500 5.5.1 Command not recognised";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Mistakes_FromTheTenthOn_AreAnsweredAfterASecond()
    {
        await using var door = new StrictDoor();
        await using var client = await RawClient.GreetAsync(door.Port);
        await MakeMistakesAsync(client, 9);

        for (var mistake = 10; mistake <= door.Rules.Mistakes; mistake++)
        {
            var reply = client.AskAsync("WHAT");
            await Bound.UntilAsync(() => door.Paused == 1);
            door.Time.Advance(Second - TimeSpan.FromMilliseconds(1));
            Assert.Equal((1, false), (door.Paused, reply.IsCompleted));
            door.Time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(Unknown, await reply);
            if (mistake < door.Rules.Mistakes)
            {
                // What is right is not held up
                Assert.Equal(SmtpReply.Ok, await client.AskAsync("NOOP"));
            }
        }

        Assert.Equal(SmtpReply.TooManyMistakes.Text, await client.ReadAsync());
        Assert.Equal("(closed)", await client.ReadAsync());
        Assert.Equal(0, door.Paused);
    }

    /// <summary>What stands before the mistake was answered, and is heard.</summary>
    [Fact]
    public async Task Mistakes_InOneGroup_ThoseBeforeTheTenthAreAnsweredAtOnce()
    {
        await using var door = new StrictDoor();
        await using var client = await RawClient.GreetAsync(door.Port);
        await client.SendAsync(string.Concat(Enumerable.Repeat("WHAT\r\n", 10)) + "NOOP\r\n");
        for (var i = 0; i < 9; i++)
        {
            Assert.Equal(Unknown, await client.ReadAsync());
        }

        await Bound.UntilAsync(() => door.Paused == 1);
        door.Time.Advance(Second);
        Assert.Equal(Unknown, await client.ReadAsync());
        Assert.Equal(SmtpReply.Ok, await client.ReadAsync());
    }

    /// <summary>A message that is taken shows that the client knows how. Its program is not slowed down: others wait behind a slow one.</summary>
    [Fact]
    public async Task Mistakes_OfWhoHasSignedIn_AreAnsweredAtOnceAndCountAnewAfterAMessage()
    {
        await using var door = new StrictDoor();
        await using var client = await RawClient.GreetAsync(door.Port);
        Assert.StartsWith("235", await client.AskAsync("AUTH PLAIN AGEAcmlnaHQ="), StringComparison.Ordinal);
        await MakeMistakesAsync(client, 15);
        await client.AskAsync("MAIL FROM:<a@foo.example>");
        await client.AskAsync("RCPT TO:<b@bar.example>");
        await client.AskAsync("DATA");
        Assert.StartsWith("250", await client.AskAsync("Subject: one\r\n\r\ntext\r\n."), StringComparison.Ordinal);

        await MakeMistakesAsync(client, 15);
    }

    /// <summary>A tenth of the places may be held so. Whoever would be one too many is ended, the others go on as if nothing were.</summary>
    [Fact]
    public async Task Pauses_OfMoreThanMayBeHeld_TheNextOneIsEnded()
    {
        await using var door = new StrictDoor(connections: 20);
        var replies = new List<Task<string>>();
        var clients = new List<RawClient>();
        for (var i = 0; i < 2; i++)
        {
            clients.Add(await RawClient.GreetAsync(door.Port));
            await MakeMistakesAsync(clients[i], 9);
            replies.Add(clients[i].AskAsync("WHAT"));
        }

        await Bound.UntilAsync(() => door.Paused == 2);
        clients.Add(await RawClient.GreetAsync(door.Port));
        await MakeMistakesAsync(clients[2], 9);
        Assert.Equal(Unknown, await clients[2].AskAsync("WHAT"));
        Assert.Equal(SmtpReply.TooManyMistakes.Text, await clients[2].ReadAsync());
        Assert.Equal("(closed)", await clients[2].ReadAsync());
        clients.Add(await RawClient.GreetAsync(door.Port));
        Assert.Equal(SmtpReply.Ok, await clients[3].AskAsync("NOOP"));

        door.Time.Advance(Second);
        Assert.All(await Task.WhenAll(replies), reply => Assert.Equal(Unknown, reply));
        await Bound.UntilAsync(() => door.Paused == 0);
        var again = clients[0].AskAsync("WHAT");
        await Bound.UntilAsync(() => door.Paused == 1);
        door.Time.Advance(Second);
        Assert.Equal(Unknown, await again);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Stop_DuringAPause_DoesNotWaitForItsEnd()
    {
        await using var door = new StrictDoor();
        await using var client = await RawClient.GreetAsync(door.Port);
        await MakeMistakesAsync(client, 9);
        var reply = client.AskAsync("WHAT");
        await Bound.UntilAsync(() => door.Paused == 1);

        await door.StopAsync().WaitAsync(Bound.Wait);

        Assert.Equal(Unknown, await reply);
        Assert.StartsWith("421 4.3.2", await client.ReadAsync(), StringComparison.Ordinal);
    }

    private static async Task MakeMistakesAsync(RawClient client, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(Unknown, await client.AskAsync("WHAT"));
        }
    }
}
