namespace EmailConsole.Tests.Architecture;

public sealed class RoomTests
{
    [Fact]
    public void Folders_OfTheProduct_AreRooms()
    {
        var folders = SourceFiles.Product.Select(path => path.Split('/')).Where(parts => parts.Length > 2)
            .Select(parts => parts[1]).Distinct(StringComparer.Ordinal);

        Faults.AssertNone(folders.Except([.. Rooms.InOrder, "Properties", "wwwroot"], StringComparer.Ordinal));
    }

    [Fact]
    public void Code_OfARoom_NamesNoRoomAboveIt()
    {
        var faults =
            from path in SourceFiles.Product
            where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)
            let room = Rooms.Of(path)
            where room is not null
            from line in SourceFiles.ReadLines(path)
            from named in Rooms.NamedIn(line)
            where Rooms.IsAbove(named, room)
            select $"{path}: {line.Trim()}";

        Faults.AssertNone(faults);
    }

    [Fact]
    public void Markup_OfARoom_UsesNoComponentOfARoomAboveIt()
    {
        var components = SourceFiles.Product.Where(IsComponent).Where(path => Rooms.Of(path) is not null)
            .ToLookup(Path.GetFileNameWithoutExtension, path => Rooms.Of(path)!);
        var faults =
            from path in SourceFiles.Product.Where(IsComponent)
            let room = Rooms.Of(path)
            where room is not null
            let text = string.Join('\n', SourceFiles.ReadLines(path))
            from component in components
            where component.All(home => Rooms.IsAbove(home, room))
            where text.Contains($"<{component.Key} ", StringComparison.Ordinal)
                || text.Contains($"<{component.Key}>", StringComparison.Ordinal)
                || text.Contains($"<{component.Key} />", StringComparison.Ordinal)
                || text.Contains($"@layout {component.Key}", StringComparison.Ordinal)
            select $"{path} uses {component.Key} of {string.Join(", ", component)}";

        Faults.AssertNone(faults);
    }

    [Fact]
    public void Imports_ForAllMarkup_NameNoRoomAboveTheFirstWithMarkup()
    {
        var first = Rooms.InOrder.First(room =>
            SourceFiles.Product.Any(path => IsComponent(path) && Rooms.Of(path) == room));
        var named = SourceFiles.ReadLines("EmailConsole/_Imports.razor").SelectMany(Rooms.NamedIn).ToList();

        Assert.All(named, room => Assert.False(Rooms.IsAbove(room, first), $"{room} is above {first}: import it in a folder's own _Imports.razor"));
    }

    [Theory]
    [InlineData("using EmailConsole.Shell.Theme;", "Shell")]
    [InlineData("@using EmailConsole.Shell", "Shell")]
    [InlineData("    Tenants.TenantDecision decision,", "Tenants")]
    [InlineData("namespace EmailConsole.Outbox;", "Outbox")]
    [InlineData("    // Shell.Theme is above", null)]
    [InlineData("    result.Delivery.ToString()", null)]
    [InlineData("    \"Delivery.Stage\"", null)]
    [InlineData("    if (Delivery.IsAvailable)", null)]
    [InlineData("@inject InvitationDelivery Delivery", null)]
    public void NamedIn_ALine_FindsTheRoom(string line, string? room) =>
        Assert.Equal(room is null ? [] : [room], Rooms.NamedIn(line));

    private static bool IsComponent(string path) =>
        path.EndsWith(".razor", StringComparison.Ordinal) && !path.EndsWith("_Imports.razor", StringComparison.Ordinal);
}
