using System.Security.Claims;
using Bunit;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Accounts.Components;
using EmailConsole.Tenants;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace EmailConsole.Tests.Accounts.Components;

public sealed class RefusedProgramsTests : IAsyncDisposable, IActorSource
{
    private readonly BunitContext _page = new();
    private readonly FakeTimeProvider _time = new();
    private int _reads;

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    /// <summary>A database that cannot be asked.</summary>
    public Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        _reads++;
        throw new InvalidOperationException("The database is gone");
    }

    /// <summary>The deliveries below are of use without it.</summary>
    [Fact]
    public void Load_TheDatabaseIsGone_LeavesThePageAndTriesAgain()
    {
        _page.Services.AddSingleton<TimeProvider>(_time);
        _page.Services.AddSingleton(new ViewRefusals(new TenantAccess(this, null!), null!, null!, [], _time));

        var programs = _page.Render<RefusedPrograms>(p => p
            .AddCascadingValue(Task.FromResult(new AuthenticationState(new ClaimsPrincipal())))
            .Add(r => r.TenantDomain, "foo.example"));
        _time.Advance(TimeSpan.FromSeconds(30));

        programs.WaitForAssertion(() => Assert.Equal(2, _reads));
        Assert.Empty(programs.FindAll("details"));
    }
}
