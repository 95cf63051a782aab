using EmailConsole.Deployment;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Deployment;

public sealed class DeploymentFileTests : IDisposable
{
    private readonly DeploymentFolder _folder = new("[t]\nx = 1");
    private readonly List<DeploymentSnapshot> _told = [];

    public void Dispose() => _folder.Dispose();

    private DeploymentFile Open()
    {
        var file = _folder.Open();
        _ = file.Current;
        file.Subscribe(_told.Add);
        return file;
    }

    [Fact]
    public void Current_BeforeAnyPoll_IsRead() =>
        Assert.Equal(1L, _folder.Open().Current.Table("t")!.Values["x"].Value);

    [Fact]
    public void Poll_Unchanged_TellsNobody()
    {
        var file = Open();

        file.Poll();
        file.Poll();

        Assert.Empty(_told);
    }

    [Fact]
    public void Poll_HalfWritten_IsNotTaken()
    {
        var file = Open();

        _folder.Write("[t]\nx = ");
        file.Poll();
        _folder.Write("[t]\nx = 2");
        file.Poll();
        file.Poll();

        Assert.Equal(2L, Assert.Single(_told).Table("t")!.Values["x"].Value);
        Assert.Same(_told[0], file.Current);
    }

    [Fact]
    public void Poll_NeverAtRest_IsTakenAtTheThirdLook()
    {
        var file = Open();
        foreach (var value in new[] { 2, 3, 4 })
        {
            _folder.Write($"[t]\nx = {value}");
            file.Poll();
        }

        Assert.Equal(4L, Assert.Single(_told).Table("t")!.Values["x"].Value);
    }

    [Fact]
    public void Poll_ChangedAndBackAtOnce_TellsNobody()
    {
        var file = Open();

        _folder.Write("[t]\nx = 2");
        file.Poll();
        _folder.Write("[t]\nx = 1");
        file.Poll();
        file.Poll();

        Assert.Empty(_told);
    }

    [Fact]
    public void Poll_ChangedConfigurationKey_IsTaken()
    {
        _folder.Write("[t]\nx = '$sys{Key}'");
        _folder.Configuration["Key"] = "one";
        var configuration = _folder.BuildConfiguration();
        var file = _folder.Open(configuration: configuration);
        Assert.Equal("one", file.Current.Table("t")!.Values["x"].Value);

        configuration["Key"] = "two";
        file.Poll();
        file.Poll();

        Assert.Equal("two", file.Current.Table("t")!.Values["x"].Value);
    }

    [Fact]
    public void Poll_SubscriberThrows_OthersAreTold()
    {
        var file = _folder.Open();
        _ = file.Current;
        file.Subscribe(_ => throw new InvalidOperationException("Thrown by a test."));
        file.Subscribe(_told.Add);

        _folder.Write("[t]\nx = 2");
        file.Poll();
        file.Poll();

        Assert.Single(_told);
    }

    [Fact]
    public void Subscribe_Disposed_IsToldNoMore()
    {
        var file = _folder.Open();
        _ = file.Current;
        file.Subscribe(_told.Add).Dispose();

        _folder.Write("[t]\nx = 2");
        file.Poll();
        file.Poll();

        Assert.Empty(_told);
    }

    [Fact]
    public async Task Watcher_ChangeAtRest_IsInForceWithinTwoSeconds()
    {
        var time = new FakeTimeProvider();
        var file = _folder.Open(time);
        var start = time.GetUtcNow();
        Assert.Equal(start, file.Current.ReadAt);
        var taken = new TaskCompletionSource<DeploymentSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        file.Subscribe(taken.SetResult);
        using var watcher = new DeploymentWatcher(file, time, NullLogger<DeploymentWatcher>.Instance);
        await watcher.StartAsync(CancellationToken.None);

        _folder.Write("[t]\nx = 2");
        using var patience = new CancellationTokenSource(Bound.Wait);
        while (!taken.Task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        await watcher.StopAsync(CancellationToken.None);
        Assert.Equal(2L, (await taken.Task).Table("t")!.Values["x"].Value);
    }
}
