using Bunit;
using EmailConsole.Deliveries.Components;
using EmailConsole.Outbox;
using MudBlazor;

namespace EmailConsole.Tests.Deliveries.Components;

public sealed class EmailStateChipTests
{
    public static TheoryData<EmailState> States => [.. EmailState.InOrder];

    [Theory]
    [MemberData(nameof(States))]
    public async Task Chip_OfEachState_HasItsWordAndTheIconAsMudBlazorDrawsIt(EmailState state)
    {
        await using var page = new BunitContext();
        var icon = page.Render<MudIcon>(p => p.Add(i => i.Icon, DeliveryWords.Icon(state)).Add(i => i.Size, Size.Small));

        var chip = page.Render<EmailStateChip>(p => p.Add(c => c.State, state));

        chip.Find(".email-state svg").MarkupMatches(icon.Markup);
        Assert.Equal($"{state}", chip.Find(".email-state").TextContent);
    }
}
