using System.Threading.Channels;
using EmailConsole.Cluster;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.EmailProviders.SuperTenant;

public sealed class SuperTenantRegistrationTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    private IHost Build(string text, params KeyValuePair<string, string?>[] configuration)
    {
        var file = Path.Combine(_home.Path, "deployment.toml");
        File.WriteAllText(file, text);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.AddCluster();
        builder.AddDeployment(new Home(file));
        builder.Services.AddSuperTenantProvider();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(typeof(Listeners<>));
        builder.Services.AddSingleton<FakeListener>();
        builder.Services.AddSingleton<IEmailProviderChanged, FailingListener>();
        builder.Services.AddSingleton<IEmailProviderChanged>(s => s.GetRequiredService<FakeListener>());
        return builder.Build();
    }

    [Fact]
    public void Current_BeforeTheStart_IsRead()
    {
        using var host = Build(Section.With());

        Assert.NotNull(host.Services.GetRequiredService<ISuperTenantProvider>().Current.InForce);
    }

    [Fact]
    public async Task Change_OfSettings_IsToldAndChangesElsewhereAreNot()
    {
        using var host = Build(Section.With());
        await host.StartAsync();
        var provider = host.Services.GetRequiredService<ISuperTenantProvider>();
        var told = host.Services.GetRequiredService<FakeListener>().Told.Reader;
        using var patience = new CancellationTokenSource(Bound.Wait);

        var file = Path.Combine(_home.Path, "deployment.toml");
        var readings = Channel.CreateUnbounded<SuperTenantProviderState>();
        using var subscription = provider.Subscribe(s => readings.Writer.TryWrite(s));
        await File.WriteAllTextAsync(file, "# a comment\n" + Section.With(), patience.Token);
        await readings.Reader.ReadAsync(patience.Token);
        await File.WriteAllTextAsync(file, "[", patience.Token);
        await readings.Reader.ReadAsync(patience.Token);
        Assert.Equal(0, told.Count);

        await File.WriteAllTextAsync(file, Section.With("port = 26"), patience.Token);

        Assert.Equal(TenantDomain.SuperTenantId, await told.ReadAsync(patience.Token));
        Assert.Equal(26, provider.Current.InForce!.Settings.Port);
        await host.StopAsync(patience.Token);
    }

    [Fact]
    public async Task HealthCheck_Registered_AnswersForReadiness()
    {
        using var host = Build("[");
        var health = host.Services.GetRequiredService<HealthCheckService>();

        var report = await health.CheckHealthAsync(r => r.Tags.Contains("ready"));

        Assert.Equal(HealthStatus.Degraded, report.Entries["deployment.toml"].Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void SecretsPath_Blank_NamesTheKey(string path)
    {
        using var host = Build(Section.With(), new KeyValuePair<string, string?>("Secrets:Path", path));

        var failure = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<SecretsOptions>>().Value);
        Assert.Contains("Secrets:Path", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SecretsPath_Relative_IsTakenFromHome()
    {
        var secrets = Directory.CreateDirectory(Path.Combine(_home.Path, "mounted")).FullName;
        File.WriteAllText(Path.Combine(secrets, "smtp"), "hunter2");
        using var host = Build(Section.With("password = '$secret{smtp}'"), new KeyValuePair<string, string?>("Secrets:Path", "mounted"));

        Assert.Equal("hunter2", host.Services.GetRequiredService<ISuperTenantProvider>().Current.InForce!.Secrets.Password);
    }

    private sealed class FakeListener : IEmailProviderChanged
    {
        public Channel<Guid> Told { get; } = Channel.CreateUnbounded<Guid>();

        public async Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken) =>
            await Told.Writer.WriteAsync(ownerTenantId, cancellationToken);
    }

    private sealed class FailingListener : IEmailProviderChanged
    {
        public Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Thrown by a test.");
    }
}
