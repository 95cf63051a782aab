using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Accounts.AccessTokens;

/// <summary>Makes a caller of a valid token.</summary>
internal sealed class AccessTokenEvents(IOptions<AccessTokenOptions> options, IDbContextFactory<EmailConsoleDb> contexts) : JwtBearerEvents
{
    private const int MaxSubject = 255;

    private static readonly string[] SubjectClaims = ["sub", "client_id", "azp"];

    public override Task MessageReceived(MessageReceivedContext context)
    {
        // What another issuer gave out, this console among them, is not this scheme's
        if (!options.Value.IsOn || BearerCredential.Of(context.Request) is not { } token || IssuerOf(token) != options.Value.Issuer)
        {
            context.NoResult();
        }

        return Task.CompletedTask;
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        if (context.Principal is { } principal && await FindCallerAsync(principal, context.HttpContext.RequestAborted) is { } caller)
        {
            context.Principal = new ClaimsPrincipal(new RestIdentity(caller, RestSchemes.AccessToken, [new Claim(ClaimTypes.Name, caller.Subject)]));
        }
        else
        {
            context.Fail("The token names no active tenant or no subject.");
        }
    }

    private static string? IssuerOf(string token)
    {
        try
        {
            return new JsonWebToken(token).Issuer;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    /// <returns>Null where tenant or subject are missing, or the tenant is not active.</returns>
    private async Task<RestCaller.Token?> FindCallerAsync(ClaimsPrincipal token, CancellationToken cancellationToken)
    {
        var subject = SubjectClaims.Select(token.FindFirstValue).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
        var named = token.FindAll(options.Value.TenantClaim).Select(claim => claim.Value).ToList();
        if (subject is null || subject.Length > MaxSubject || subject.Any(char.IsControl)
            || named is not [var only] || !TenantDomain.TryParse(only, out var domain, out _))
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Set<Tenant>().AsNoTracking().SingleOrDefaultAsync(t => t.Domain == domain && t.IsActive, cancellationToken);
        return tenant is null ? null : new RestCaller.Token(subject, tenant.Id, tenant.Domain, ScopesOf(token));
    }

    private HashSet<string> ScopesOf(ClaimsPrincipal token) => token.FindAll(options.Value.ScopeClaim)
        .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToHashSet(StringComparer.Ordinal);
}
