using EmailConsole.Deployment;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmailConsole.Tests.Deployment;

public sealed class DeploymentWatcherTests : IAsyncLifetime
{
    private readonly DeploymentFolder _folder = new("[t]\nx = 'one'");
    private readonly SemaphoreSlim _told = new(0);
    private DeploymentFile _file = null!;
    private DeploymentWatcher _watcher = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_watcher is not null)
        {
            await _watcher.StopAsync(CancellationToken.None);
            _watcher.Dispose();
        }

        _told.Dispose();
        _folder.Dispose();
    }

    private async Task StartAsync()
    {
        _file = _folder.Open();
        _ = _file.Current;
        _file.Subscribe(_ => _told.Release());
        _watcher = new DeploymentWatcher(_file, TimeProvider.System, NullLogger<DeploymentWatcher>.Instance);
        await _watcher.StartAsync(CancellationToken.None);
    }

    private async Task<bool> HoldsAsync(Func<DeploymentSnapshot, bool> condition)
    {
        using var patience = new CancellationTokenSource(Bound.Wait);
        while (!condition(_file.Current))
        {
            try
            {
                await _told.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return true;
    }

    private Task<bool> BecomesAsync(string expected) =>
        HoldsAsync(s => Equals(s.Table("t")?.Values.GetValueOrDefault("x")?.Value, expected));

    [Fact]
    public async Task Watch_WrittenInPlace_IsTaken()
    {
        await StartAsync();

        _folder.Write("[t]\nx = 'two'");

        Assert.True(await BecomesAsync("two"));
    }

    [Fact]
    public async Task Watch_SameLengthAndTime_IsTaken()
    {
        var time = File.GetLastWriteTimeUtc(_folder.File);
        await StartAsync();

        _folder.Write("[t]\nx = 'two'");
        File.SetLastWriteTimeUtc(_folder.File, time);

        Assert.True(await BecomesAsync("two"));
    }

    [Fact]
    public async Task Watch_ReplacedByRename_IsTaken()
    {
        await StartAsync();
        var copy = _folder.File + "~";
        File.WriteAllText(copy, "[t]\nx = 'two'");

        File.Move(copy, _folder.File, overwrite: true);

        Assert.True(await BecomesAsync("two"));
    }

    [Fact]
    public async Task Watch_ConfigMapSwapped_IsTaken()
    {
        // As Kubernetes mounts it: deployment.toml -> ..data/deployment.toml, ..data -> a folder of the version
        var data = Path.Combine(_folder.Path, "..data");
        WriteVersion("..1", "one");
        WriteVersion("..2", "two");
        Directory.CreateSymbolicLink(data, "..1");
        File.Delete(_folder.File);
        File.CreateSymbolicLink(_folder.File, Path.Combine("..data", "deployment.toml"));
        await StartAsync();
        Assert.True(await BecomesAsync("one"));

        var link = Path.Combine(_folder.Path, "..data_tmp");
        Directory.CreateSymbolicLink(link, "..2");
        Directory.Delete(data);
        Directory.Move(link, data);

        Assert.True(await BecomesAsync("two"));

        void WriteVersion(string name, string value)
        {
            var version = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
            File.WriteAllText(Path.Combine(version, "deployment.toml"), $"[t]\nx = '{value}'");
        }
    }

    [Fact]
    public async Task Watch_DeletedAndBack_IsTaken()
    {
        await StartAsync();

        File.Delete(_folder.File);
        Assert.True(await HoldsAsync(s => !s.Exists));

        _folder.Write("[t]\nx = 'two'");
        Assert.True(await BecomesAsync("two"));
    }

    [Fact]
    public async Task Watch_FolderDeletedAndBack_IsTaken()
    {
        await StartAsync();

        Directory.Delete(_folder.Path, recursive: true);
        Assert.True(await HoldsAsync(s => !s.Exists));

        Directory.CreateDirectory(_folder.Path);
        _folder.Write("[t]\nx = 'two'");
        Assert.True(await BecomesAsync("two"));
    }

    [Fact]
    public async Task Watch_BrokenAndMended_ReportsBoth()
    {
        await StartAsync();

        _folder.Write("[t]\nx = ");
        Assert.True(await HoldsAsync(s => s.IsBroken));

        _folder.Write("[t]\nx = 'two'");
        Assert.True(await BecomesAsync("two"));
        Assert.False(_file.Current.IsBroken);
    }

    [Fact]
    public async Task Watch_SecretChanged_IsTaken()
    {
        _folder.Write("[t]\nx = '$secret{s}'");
        _folder.WriteSecret("s", "one");
        await StartAsync();
        Assert.True(await BecomesAsync("one"));

        _folder.WriteSecret("s", "two");
        Assert.True(await BecomesAsync("two"));

        File.Delete(Path.Combine(_folder.Path, "secrets", "s"));
        Assert.True(await HoldsAsync(s => s.Diagnostics.Count == 1));

        _folder.WriteSecret("s", "three");
        Assert.True(await BecomesAsync("three"));
    }

    [Fact]
    public async Task Watch_FirstSecretInANewFolder_IsTaken()
    {
        _folder.Write("[t]\nx = '$secret{s}'");
        await StartAsync();
        Assert.Single(_file.Current.Diagnostics);

        _folder.WriteSecret("s", "one");

        Assert.True(await BecomesAsync("one"));
    }
}
