using AngleSharp.Dom;
using Bunit;
using EmailConsole.Deliveries.Components;
using EmailConsole.Outbox.Trends;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>The numbers of a quarter of an hour, without a browser.</summary>
public sealed class DeliveryChartTests : IAsyncLifetime
{
    private static readonly DateTimeOffset First = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    private readonly BunitContext _page = new();

    public Task InitializeAsync()
    {
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _page.DisposeAsync();

    [Fact]
    public void Bar_PointedAtOrTouched_SaysItsNumbers()
    {
        var chart = Render();
        Assert.True(Tip(chart).HasAttribute("hidden"));

        chart.FindAll(".delivery-bars g")[1].MouseEnter(new MouseEventArgs());
        Assert.Equal("22 Nov 10:45–11:00 UTC: 1 delivered, 2 retries, 3 failed", Tip(chart).TextContent);
        chart.FindAll(".delivery-bars g")[2].Click();
        Assert.Equal("22 Nov 11:00–11:15 UTC: 2 delivered, 4 retries, 6 failed", Tip(chart).TextContent);

        chart.Find(".delivery-bars").MouseLeave(new MouseEventArgs());
        Assert.True(Tip(chart).HasAttribute("hidden"));
    }

    [Fact]
    public void Bar_ByTheKeyboard_StartsAtTheLastAndStaysWithin()
    {
        var chart = Render();
        var bars = chart.Find(".delivery-bars");
        Assert.Equal("0", bars.GetAttribute("tabindex"));

        bars.Focus();
        Assert.StartsWith("22 Nov 11:15", Tip(chart).TextContent, StringComparison.Ordinal);
        bars.KeyDown("ArrowRight");
        Assert.StartsWith("22 Nov 11:15", Tip(chart).TextContent, StringComparison.Ordinal);
        bars.KeyDown("ArrowLeft");
        Assert.StartsWith("22 Nov 11:00", Tip(chart).TextContent, StringComparison.Ordinal);
        for (var i = 0; i < 5; i++)
        {
            bars.KeyDown("ArrowLeft");
        }

        Assert.Equal("22 Nov 10:30–10:45 UTC: 0 delivered, 0 retries, 0 failed", Tip(chart).TextContent);

        bars.KeyDown("Escape");
        Assert.True(Tip(chart).HasAttribute("hidden"));
    }

    private IRenderedComponent<DeliveryChart> Render() => _page.Render<DeliveryChart>(p => p.Add(
        c => c.Trend,
        new DeliveryTrend([.. Enumerable.Range(0, 4).Select(i => new TrendInterval(First + (i * TrendInterval.Length), i, 2 * i, 3 * i))], null, null)));

    private static IElement Tip(IRenderedComponent<DeliveryChart> chart) => chart.Find(".delivery-tip");
}
