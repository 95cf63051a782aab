using EmailConsole.Accounts;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Accounts.SetUp;

public sealed class StartTests
{
    private const string Password = "harbour lantern mosaic 7";

    [Theory]
    [InlineData("", "admin@carbon.super")]
    [InlineData("username = \"boss\"", "boss@carbon.super")]
    [InlineData("username = \"boss@carbon.super\"", "boss@carbon.super")]
    public async Task Start_PasswordInTheFile_CreatesTheSuperAdministrator(string username, string fullName)
    {
        await using var console = new ConsoleApplication { Deployment = $"[super_admin]\n{username}\npassword = \"{Password}\"\n" };
        _ = console.Url;

        await Bound.UntilAsync(() => console.Log.Any(line => line.Contains(fullName, StringComparison.Ordinal)));

        Assert.IsType<SignInOutcome.Accepted>(await console.Service<SignInByPassword>().HandleAsync(fullName, Password, SignInOrigin.Unknown(null), default));
        Assert.DoesNotContain(console.Log, line => line.Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WeakPasswordInTheFile_SaysSoAndCreatesNobody()
    {
        await using var console = new ConsoleApplication { Deployment = "[super_admin]\nusername = \"admin\"\npassword = \"admin\"\n" };
        _ = console.Url;

        await Bound.UntilAsync(() => console.Log.Any(line => line.Contains("[super_admin] password", StringComparison.Ordinal)));

        await using var db = await console.OpenDbAsync();
        Assert.False(await db.Set<Account>().AnyAsync());
    }

    [Fact]
    public async Task Start_OutsideDevelopment_WritesTheLinkIntoAFileAndNeverIntoTheLog()
    {
        await using var console = new ConsoleApplication
        {
            Environment = "Production",
            Settings = new Dictionary<string, string> { ["AllowedHosts"] = "127.0.0.1;localhost" },
        };
        _ = console.Url;
        var file = Path.Combine(console.HomeFolder, "data", "set-up-link.txt");

        await Bound.UntilAsync(() => console.Log.Any(line => line.Contains(file, StringComparison.Ordinal)));

        var link = (await File.ReadAllTextAsync(file)).Trim();
        Assert.StartsWith($"{console.Url}set-up?token=", link, StringComparison.Ordinal);
        var token = link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..];
        Assert.DoesNotContain(console.Log, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_DatabaseElsewhere_WritesTheLinkBesideIt()
    {
        using var elsewhere = new TemporaryFolder();
        await using var console = new ConsoleApplication
        {
            Environment = "Production",
            Settings = new Dictionary<string, string>
            {
                ["AllowedHosts"] = "127.0.0.1;localhost",
                ["ConnectionStrings:EmailConsole"] = $"Data Source={elsewhere["console.db"]};Pooling=False",
            },
        };
        _ = console.Url;

        await Bound.UntilAsync(() => File.Exists(elsewhere["set-up-link.txt"]));

        Assert.False(File.Exists(Path.Combine(console.HomeFolder, "data", "set-up-link.txt")));
    }
}
