using System.Net;

namespace EmailConsole.Tests.Hosting;

public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("--Database:Provider=Oracle", "Database:Provider must be 'Sqlite'")]
    [InlineData("--ConnectionStrings:EmailConsole=nonsense", "ConnectionStrings:EmailConsole is not usable")]
    [InlineData("--Delivery:ConnectTimeout=soon", "Failed to convert configuration value 'soon' at 'Delivery:ConnectTimeout'")]
    [InlineData("--Telemetry:OtlpEndpoint=collector", "Telemetry:OtlpEndpoint must be an http or https address")]
    [InlineData("--Telemetry:OtlpEndpoint=http://127.0.0.1:1 --Telemetry:OtlpProtocol=Json", "Failed to convert configuration value 'Json' at 'Telemetry:OtlpProtocol'")]
    [InlineData("--Telemetry:PrometheusPort=0 --Telemetry:PrometheusAddress=0.0.0.0", "Telemetry:PrometheusToken must be set where")]
    [InlineData("--Telemetry:PrometheusToken=$secret{missing}", "Telemetry:PrometheusToken: There is no secret 'missing'")]
    [InlineData("--Telemetry:PrometheusToken=short", "Telemetry:PrometheusToken must have at least 16 characters")]
    [InlineData("--Telemetry:TraceRatio=2", "Telemetry:TraceRatio must be from 0 to 1")]
    [InlineData("--Telemetry:TenantLabel=maybe", "Failed to convert configuration value 'maybe' at 'Telemetry:TenantLabel'")]
    [InlineData("--PublicUrl=console", "PublicUrl must be an https address")]
    public async Task Start_BadOption_SaysSoInOneLineAndStops(string option, string expected)
    {
        await using var console = ConsoleProcess.Start(_home, "Development", option.Split(' '));

        Assert.Equal(78, await console.ExitAsync());
        var line = Assert.Single(console.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"EmailConsole cannot start: {expected}", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FromAnotherFolder_KeepsItsDataAtHomeAndStopsGracefully()
    {
        await using var console = ConsoleProcess.Start(_home, "Development");
        using var http = new HttpClient { BaseAddress = await console.AddressAsync() };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/sign-in")).StatusCode);
        Assert.NotEqual("", await http.GetStringAsync("/console.css"));
        Assert.True(File.Exists(_home["data/emailconsole.db"]));
        Assert.NotEmpty(Directory.GetFiles(_home["data/keys"], "key-*.xml"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(_home["data"]));
        }

        Assert.Equal(0, await console.StopAsync());
    }

    /// <summary>The kernel would wake the console for every write of a database that lies below a watched folder.</summary>
    [Fact]
    public async Task Start_DatabaseBelowTheCurrentFolder_NobodyIsToldOfItsWrites()
    {
        await using var console = ConsoleProcess.StartIn(_home, _home, "Production", "--AllowedHosts=localhost");
        await console.AddressAsync();

        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain("anon_inode:inotify", new DirectoryInfo($"/proc/{console.Process.Id}/fd").EnumerateFileSystemInfos().Select(f => f.LinkTarget));
        }
    }

    [Fact]
    public async Task Start_AppsettingsInTheCurrentFolder_IsNotRead()
    {
        var other = Directory.CreateDirectory(_home["other"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "appsettings.json"), """{ "Database": { "Provider": "Oracle" } }""");

        await using var console = ConsoleProcess.StartIn(other, _home, "Development");

        await console.AddressAsync();
        Assert.False(console.Process.HasExited);
    }
}
