using EmailConsole.Delivery;
using EmailConsole.TestEmail;
using EmailConsole.TestEmail.Progress;

namespace EmailConsole.Tests.TestEmail;

/// <summary>What somebody of a tenant learns of the super tenant's provider by testing it, and what its administrator does.</summary>
public sealed class InheritedTestTests : IAsyncLifetime
{
    private const string Secretive = "smtp.platform.example";

    private readonly TestEmailRoom _room = new();
    private readonly TestEmailProgress _progress = new(TimeProvider.System);

    public Task InitializeAsync() => _room.InitializeAsync();

    public Task DisposeAsync() => _room.DisposeAsync();

    [Fact]
    public async Task SendAsync_InheritedAndDelivered_TellsStagesAndNothingOfTheServer()
    {
        _room.Sender.Behaviour = (listener, _) =>
        {
            Report(listener);
            return Task.FromResult(ScriptedSharedSender.Delivered);
        };

        var finished = Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Admin, listener: _progress));

        var delivered = Assert.IsType<DeliveryOutcome.Delivered>(finished.Outcome);
        Assert.Equal((null, ""), (delivered.QueueId, delivered.ServerText));
        Assert.Equal("no-reply@platform.example", finished.Settings.FromAddress);
        AssertDiscreet(finished);
        Assert.Contains(_progress.Stages(), s => s is { Stage: DeliveryStage.Connect, State: StageState.Passed });
    }

    [Fact]
    public async Task SendAsync_InheritedAndFailed_TellsTheStageAndTheKindAndWhomToAsk()
    {
        _room.Sender.Behaviour = (listener, _) => Task.FromResult<DeliveryOutcome>(Refuse(listener));

        var finished = Assert.IsType<TestEmailResult.Finished>(await _room.SendAsync(_room.Operator, listener: _progress));

        var failure = Assert.IsType<DeliveryOutcome.Failed>(finished.Outcome).Failure;
        Assert.Equal(
            (DeliveryFailureKind.AuthenticationRefused, DeliveryStage.Authenticate, 535), (failure.Kind, failure.Stage, failure.ReplyCode));
        Assert.Equal("The super tenant's email provider did not pass Authenticate: authentication refused.", failure.Advice.Cause);
        Assert.Contains("administrator of the super tenant", failure.Advice.Cure, StringComparison.Ordinal);
        Assert.Equal(535, Assert.Single(finished.Outcome.RefusedRecipients).Failure.ReplyCode);
        AssertDiscreet(finished);
    }

    [Fact]
    public async Task SendAsync_InheritedByAnAdministratorOfTheSuperTenant_TellsAll()
    {
        _room.Sender.Behaviour = (listener, _) => Task.FromResult<DeliveryOutcome>(Refuse(listener));

        var finished = Assert.IsType<TestEmailResult.Finished>(
            await _room.SendAsync(_room.Database.Person("admin@carbon.super"), listener: _progress));

        Assert.Contains(Secretive, finished.Outcome.Reason!.ServerText, StringComparison.Ordinal);
        Assert.Equal(Secretive, finished.Settings.Host);
        Assert.NotEmpty(_progress.Transcript());
    }

    [Fact]
    public async Task SendAsync_InheritedAndChecked_TellsStagesAndNothingOfTheServer()
    {
        _room.Sender.Checking = (listener, _) =>
        {
            Report(listener);
            return Task.FromResult<CredentialCheck>(new CredentialCheck.Accepted(Secretive, "platform-user may send."));
        };

        var result = Assert.IsType<TestEmailResult.Checked>(await _room.CheckAsync(_room.Admin, listener: _progress));

        Assert.Equal(new CredentialCheck.Accepted("", ""), result.Check);
        Assert.True(result.IsInherited);
        AssertDiscreet(result.ToString(), result.Settings.ToString());
        Assert.Contains(_progress.Stages(), s => s is { Stage: DeliveryStage.Connect, State: StageState.Passed });
    }

    [Fact]
    public async Task SendAsync_InheritedAndCheckFailed_TellsTheStageAndTheKind()
    {
        _room.Sender.Checking = (listener, _) => Task.FromResult<CredentialCheck>(new CredentialCheck.Failed(Refuse(listener).Failure));

        var result = Assert.IsType<TestEmailResult.Checked>(await _room.CheckAsync(_room.Operator, listener: _progress));

        var failure = Assert.IsType<CredentialCheck.Failed>(result.Check).Failure;
        Assert.Equal("The super tenant's email provider did not pass Authenticate: authentication refused.", failure.Advice.Cause);
        AssertDiscreet(result.ToString(), failure.ToString(), result.Settings.ToString());
    }

    private static void Report(IDeliveryListener listener)
    {
        listener.StageStarted(DeliveryStage.Resolve);
        listener.StagePassed(DeliveryStage.Resolve, "1 address: 10.9.8.7", TimeSpan.FromMilliseconds(2), null);
        listener.StageStarted(DeliveryStage.Connect);
        listener.StagePassed(DeliveryStage.Connect, "10.9.8.7:25", TimeSpan.FromMilliseconds(2), $"{Secretive} warns");
        listener.Transcript(fromServer: true, $"220 {Secretive} ESMTP");
        listener.Transcript(fromServer: false, "AUTH PLAIN ***");
    }

    private static DeliveryOutcome.Failed Refuse(IDeliveryListener listener)
    {
        Report(listener);
        var failure = ScriptedSharedSender.Failure(
            DeliveryFailureKind.AuthenticationRefused,
            DeliveryStage.Authenticate,
            $"535 5.7.8 platform-user is unknown at {Secretive} (10.9.8.7)",
            new DeliveryAdvice($"{Secretive} refused platform-user.", "Look into platform-user.")) with
        { ReplyCode = 535 };
        listener.StageFailed(failure, TimeSpan.FromMilliseconds(5));
        return new DeliveryOutcome.Failed(failure) { RefusedRecipients = [new RefusedRecipient("someone@bar.example", failure)] };
    }

    private void AssertDiscreet(TestEmailResult.Finished finished)
    {
        var (_, email) = Assert.Single(_room.Sender.Sent);
        AssertDiscreet(
            finished.ToString(), finished.Settings.ToString(), finished.Outcome.ToString(), string.Join('\n', finished.Outcome.RefusedRecipients), email.Text!, email.Html!);
    }

    private void AssertDiscreet(params string[] said)
    {
        Assert.Empty(_progress.Transcript());
        foreach (var told in said.Append(string.Join('\n', _progress.Stages())))
        {
            foreach (var word in new[] { Secretive, "platform-user", "10.9.8.7" })
            {
                Assert.DoesNotContain(word, told, StringComparison.OrdinalIgnoreCase);
            }
        }
    }
}
