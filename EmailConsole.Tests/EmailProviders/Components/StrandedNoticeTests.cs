using Bunit;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.Tests.EmailProviders.Components;

/// <summary>What is said of mail that waits before a tenant goes back to the super tenant's server.</summary>
public sealed class StrandedNoticeTests : IAsyncLifetime
{
    private readonly FormBench _bench = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Revert_MailOfOtherSendersWaits_SaysFirstWhatBecomesOfIt()
    {
        _bench.Preview.Find = domain => new StrandedMail(1_200, [$"codes@{domain}", $"alarm@{domain}"], HasMore: true, IsForbidden: true);
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        var reverting = form.PressAsync("Revert");

        _bench.Dialogs.WaitForAssertion(() =>
        {
            var said = string.Join(' ', _bench.Dialogs.Find(".stranded").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith("1,200 messages wait that programs handed over from codes@foo.com, alarm@foo.com and others:", said, StringComparison.Ordinal);
            Assert.Contains("the super tenant's server does not send them", said, StringComparison.Ordinal);
            Assert.Contains("[tenant_sender_domains]", said, StringComparison.Ordinal);
        });
        await _bench.Dialogs.PressAsync("Cancel");
        await reverting;
        Assert.Empty(_bench.Writer.Reverts);
    }

    [Fact]
    public async Task Revert_NobodyCanSayWhatWaits_CanBeDoneAllTheSame()
    {
        _bench.Preview.Find = _ => throw new InvalidOperationException("The database is gone");
        _bench.Writer.Answer(new UpdateResult.Saved(null));
        var form = _bench.RenderForm(ScriptedWriter.Stored(Inputs.BasicSettings));

        var reverting = form.PressAsync("Revert");
        _bench.Dialogs.WaitForAssertion(() => Assert.Contains("could not be found out", _bench.Dialogs.Markup, StringComparison.Ordinal));
        await _bench.Dialogs.PressAsync("Revert");
        await reverting;

        Assert.Single(_bench.Writer.Reverts);
    }
}
