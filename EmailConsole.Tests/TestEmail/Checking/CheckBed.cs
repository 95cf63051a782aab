using System.Net;
using EmailConsole.Delivery.Network;
using EmailConsole.Deployment;
using EmailConsole.EmailProviders.MovingIn;
using EmailConsole.Submission;
using EmailConsole.TestEmail.Checking;
using EmailConsole.Tests.Delivery;
using EmailConsole.Tests.Kinds;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmailConsole.Tests.TestEmail.Checking;

/// <summary>The command in this process, with one server that is every API, and secrets as somebody would type them.</summary>
internal sealed class CheckBed : ISecretPrompt, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emailconsole-check-").FullName;
    private readonly FakeHostResolver _resolver = new();

    private CheckBed()
    {
    }

    public TestCertificates Certificates { get; } = new();

    public ScriptedHttpServer Server { get; private set; } = default!;

    /// <summary>Answers by the names of the variables.</summary>
    public Dictionary<string, string> Typed { get; } = [];

    /// <summary>Configuration keys.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>What was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    public static async Task<CheckBed> StartAsync(params string[] hosts)
    {
        var bed = new CheckBed();
        bed.Server = await ScriptedHttpServer.StartAsync(bed.Certificates);
        await File.WriteAllTextAsync(Path.Combine(bed._folder, "ca.pem"), bed.Certificates.AuthorityPem);
        foreach (var host in hosts)
        {
            bed._resolver.Names[host] = [IPAddress.Loopback];
        }

        return bed;
    }

    public async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        using var bound = new CancellationTokenSource(Bound.Wait);
        await using var output = new StringWriter { NewLine = "\n" };
        var code = await new CheckProviderCommand(output, this, Adjust).RunAsync(args, bound.Token);
        return (code, output.ToString());
    }

    public string? Ask(string variable, string question)
    {
        Asked.Add(question);
        return Typed.GetValueOrDefault(variable);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Adjust(IHostApplicationBuilder builder, Home home)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(Settings) { ["Tls:AdditionalCaFile"] = Path.Combine(_folder, "ca.pem") });
        builder.AddSubmissionPlace(home);
        builder.Services.AddSingleton<IHostResolver>(_resolver);
        builder.Services.AddSingleton<Dialer>(new RedirectedDialer(TimeProvider.System, () => Server.Port));
    }
}
