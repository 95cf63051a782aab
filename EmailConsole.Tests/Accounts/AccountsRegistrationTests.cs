using EmailConsole.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Accounts;

public sealed class AccountsRegistrationTests
{
    /// <summary>The other tests hash with one iteration.</summary>
    [Fact]
    public void AddAccounts_PasswordHash_IsAsCostlyAsRecommendedForItsFunction()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddAccounts();
        using var services = builder.Services.BuildServiceProvider();

        // PBKDF2 with HMAC-SHA512: OWASP's Password Storage Cheat Sheet
        Assert.Equal(210_000, services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount);
    }
}
