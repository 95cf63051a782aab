using System.Net;
using EmailConsole.Accounts;
using EmailConsole.Accounts.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Accounts.SignIn;

/// <summary>A hash that is weaker than those made now is replaced at the next sign-in.</summary>
public sealed class RenewedHashTests
{
    [Fact]
    public async Task Handle_HashOfFewerIterations_IsMadeAnew()
    {
        var weak = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 1 })).HashPassword(new Account(), AccountsBed.Password);
        await using var bed = await AccountsBed.CreateAsync(replace: services => services.Configure<PasswordHasherOptions>(o => o.IterationCount = 2));
        await bed.AddTenantAsync("foo.com");
        var old = await bed.AddAccountAsync("alice@foo.com");
        await using (var db = await bed.OpenDbAsync())
        {
            await db.Set<Account>().Where(a => a.Id == old.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.PasswordHash, weak));
        }

        for (var i = 0; i < 2; i++)
        {
            Assert.IsType<SignInOutcome.Accepted>(await bed.Get<SignInByPassword>().HandleAsync(
                "alice@foo.com", AccountsBed.Password, SignInOrigin.Unknown(IPAddress.Loopback), CancellationToken.None));
        }

        Assert.NotEqual(weak, (await bed.FindAsync(old.Id))!.PasswordHash);
    }
}
