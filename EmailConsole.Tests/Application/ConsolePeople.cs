using System.Collections.Concurrent;
using System.Security.Claims;
using EmailConsole.Accounts;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Tests.Application;

/// <summary>Somebody who can sign in.</summary>
/// <param name="Username"><c>user@tenant-domain</c>.</param>
/// <param name="Password">In clear text.</param>
public sealed record ConsolePerson(string Username, string Password);

/// <summary>Writes tenants and accounts straight into a console's database.</summary>
public static class ConsolePeople
{
    public const string Password = "correct horse battery 9";

    private static readonly ConcurrentDictionary<int, string> Hashes = new();

    /// <summary>A tenant with one person, <c>admin@<paramref name="domain"/></c>. An existing tenant is used as it is.</summary>
    public static async Task<ConsolePerson> AddTenantAsync(
        this ConsoleApplication console, string domain, ActorRole role = ActorRole.Administrator)
    {
        await using var db = await console.OpenDbAsync();
        if (!await db.Set<Tenant>().AnyAsync(t => t.Domain == domain))
        {
            db.Add(new Tenant { Domain = domain, CreatedAt = TimeProvider.System.GetUtcNow() });
            await db.SaveChangesAsync();
        }

        return await console.AddPersonAsync(domain, "admin", role);
    }

    /// <summary>Signs somebody in without a browser: what handlers and the authorisation know of them.</summary>
    public static async Task<ClaimsPrincipal> OpenSessionAsync(this ConsoleApplication console, ConsolePerson person)
    {
        await using var db = await console.OpenDbAsync();
        var account = await db.Set<Account>().SingleAsync(a => a.UserName == person.Username);
        var now = TimeProvider.System.GetUtcNow();
        var session = new SignInSession { AccountId = account.Id, CreatedAt = now, ExpiresAt = now.AddHours(1) };
        db.Add(session);
        await db.SaveChangesAsync();
        return SessionClaims.Create(session.Id, person.Username);
    }

    /// <summary>The super tenant's administrator.</summary>
    public static Task<ConsolePerson> AddSuperAdministratorAsync(this ConsoleApplication console) =>
        console.AddPersonAsync(TenantDomain.Super, "admin", ActorRole.Administrator);

    /// <summary>A person of an existing tenant; one that is there already stays as it is.</summary>
    public static async Task<ConsolePerson> AddPersonAsync(
        this ConsoleApplication console, string domain, string user, ActorRole role)
    {
        await using var db = await console.OpenDbAsync();
        var tenant = await db.Set<Tenant>().SingleAsync(t => t.Domain == domain);
        var username = $"{user}@{domain}";
        if (!await db.Set<Account>().AnyAsync(a => a.UserName == username))
        {
            var account = new Account
            {
                Id = Guid.CreateVersion7(),
                TenantId = tenant.Id,
                UserName = username,
                NormalizedUserName = username.ToUpperInvariant(),
                Email = username,
                NormalizedEmail = username.ToUpperInvariant(),
                Role = role,
                SecurityStamp = Guid.NewGuid().ToString("N"),
                CreatedAt = TimeProvider.System.GetUtcNow(),
                LockoutEnabled = true,
            };
            account.PasswordHash = HashOf(console.Service<IOptions<PasswordHasherOptions>>());
            db.Add(account);
            await db.SaveChangesAsync();
        }

        return new ConsolePerson(username, Password);
    }

    /// <summary>As the console would store it, made once for all: to hash is meant to be slow.</summary>
    private static string HashOf(IOptions<PasswordHasherOptions> options) => Hashes.GetOrAdd(
        options.Value.IterationCount, _ => new PasswordHasher<Account>(options).HashPassword(new Account(), Password));
}
