using System.Security.Claims;
using Bunit;
using EmailConsole.Shell;

namespace EmailConsole.Tests.Shell;

public sealed class NoAccessViewTests : BunitContext
{
    [Fact]
    public void Render_NobodySignedInAnyMore_SaysSoWithTheWayBack()
    {
        var view = Render<NoAccessView>(p => p.Add(v => v.User, new ClaimsPrincipal(new ClaimsIdentity())));

        Assert.Equal("You were signed out", view.Find("h1").TextContent);
        Assert.StartsWith("/sign-in", view.Find("a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_SomebodySignedIn_TellsNothingAboutTheAddress()
    {
        var view = Render<NoAccessView>(p => p.Add(v => v.User, new ClaimsPrincipal(new ClaimsIdentity("test"))));

        Assert.Equal("Not found", view.Find("h1").TextContent);
    }
}
